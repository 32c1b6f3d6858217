package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpReceiver;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.OfferedDirection;
import io.github.camelvision.roboflow.webrtc.core.rtc.Sdp;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeCalls;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeReferences;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.Teardown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The video sections of one peer connection. Called under the peer's {@link NativeCalls}. */
public final class NativeVideo {

    /** Of a remote offer; further ones are refused. A browser offers two. */
    private static final int MAX_SECTIONS = 4;

    /** Chromium's page side looks for a track's stream, so the track belongs to one. */
    private static final String STREAM = "roboflow";

    private final PeerConnectionFactory factory;
    private final RTCPeerConnection connection;
    private final NativeReferences references;
    private final Supplier<RtcPeer.Listener> listener;
    private final List<NativeVideoSender> senders = new CopyOnWriteArrayList<>();
    private final List<VideoReceiver> receivers = new CopyOnWriteArrayList<>();
    /** Video sections of the remote offer, in order. */
    private volatile List<Section> sections = List.of();

    private record Section(OfferedDirection direction, RTCRtpTransceiver transceiver) {}

    /** @param references takes those that the peer must give back when it is closed */
    public NativeVideo(PeerConnectionFactory factory, RTCPeerConnection connection, NativeReferences references,
            Supplier<RtcPeer.Listener> listener) {
        this.references = references;
        this.factory = factory;
        this.connection = connection;
        this.listener = listener;
    }

    public void receive() {
        // webrtc-java makes a section only around a track; this one never gets a frame.
        addSection(newSender(), RTCRtpTransceiverDirection.RECV_ONLY);
    }

    public NativeVideoSender sendAndReceive() {
        NativeVideoSender sender = newSender();
        addSection(sender, RTCRtpTransceiverDirection.SEND_RECV);
        return sender;
    }

    private void addSection(NativeVideoSender sender, RTCRtpTransceiverDirection direction) {
        RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
        init.direction = direction;
        init.streamIds.add(STREAM);
        RTCRtpTransceiver transceiver = references.keep(connection.addTransceiver(sender.track(), init));
        sender.attach(transceiver.getSender());
        receiveFrom(transceiver.getReceiver());
    }

    private NativeVideoSender newSender() {
        NativeVideoSender sender = new NativeVideoSender(factory, "video" + senders.size());
        senders.add(sender);
        return sender;
    }

    private void receiveFrom(RTCRtpReceiver rtpReceiver) {
        VideoReceiver receiver = new VideoReceiver(rtpReceiver, listener);
        receivers.add(receiver);
        receiver.start();
    }

    /** Takes over what a remote offer holds: receives wherever the remote side sends video, and refuses audio. */
    public void offer(List<Sdp.Section> offered) {
        List<Section> found = new ArrayList<>();
        RTCRtpTransceiver[] transceivers = connection.getTransceivers();
        for (Sdp.Section section : offered) {
            for (RTCRtpTransceiver transceiver : transceivers) {
                // A rejected section is stopped, and touching its direction crashes webrtc-java.
                if (transceiver.getMid().equals(section.mid()) && transceiver.getDirection() != RTCRtpTransceiverDirection.STOPPED) {
                    if (section.kind().equals("video") && found.size() < MAX_SECTIONS) {
                        found.add(new Section(section.direction(), transceiver));
                    } else {
                        transceiver.setDirection(RTCRtpTransceiverDirection.INACTIVE);
                    }
                }
            }
        }
        for (Section section : found) {
            boolean receives = section.direction == OfferedDirection.SENDS || section.direction == OfferedDirection.BOTH;
            section.transceiver.setDirection(
                    receives ? RTCRtpTransceiverDirection.RECV_ONLY : RTCRtpTransceiverDirection.INACTIVE);
            if (receives) {
                receiveFrom(section.transceiver.getReceiver());
            }
        }
        sections = List.copyOf(found);
    }

    public List<OfferedDirection> offered() {
        return sections.stream().map(Section::direction).toList();
    }

    /** @return null when no offered section receives */
    public NativeVideoSender answer() {
        for (Section section : sections) {
            boolean both = section.direction == OfferedDirection.BOTH;
            if (both || section.direction == OfferedDirection.RECEIVES) {
                NativeVideoSender sender = newSender();
                sender.attach(section.transceiver.getSender());
                section.transceiver.getSender().replaceTrack(sender.track());
                section.transceiver.getSender().setStreams(List.of(STREAM));
                section.transceiver.setDirection(
                        both ? RTCRtpTransceiverDirection.SEND_RECV : RTCRtpTransceiverDirection.SEND_ONLY);
                return sender;
            }
        }
        return null;
    }

    public void negotiated() {
        senders.forEach(NativeVideoSender::negotiated);
    }

    /** For a call in which libwebrtc's worker thread waits for the decoder thread. @return to be run when the call is over */
    public Runnable pauseQuestions() {
        List<VideoReceiver> paused = List.copyOf(receivers);
        paused.forEach(VideoReceiver::pauseQuestions);
        return () -> paused.forEach(VideoReceiver::resumeQuestions);
    }

    /** First half of closing: nothing is sent or delivered afterwards. */
    public void stop(Teardown teardown) {
        senders.forEach(sender -> teardown.step("video sender", sender::stop));
        receivers.forEach(receiver -> teardown.step("video receiver", receiver::close));
    }

    /** Second half, when the connection is closed. */
    public void dispose(Teardown teardown) {
        senders.forEach(sender -> teardown.step("video track", sender::disposeTrack));
        senders.forEach(sender -> teardown.step("video source", sender::disposeSource));
    }
}
