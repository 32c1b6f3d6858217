package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.rtc.Sdp;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.CallbackGuard;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.ExitHook;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.FactoryPool;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeCalls;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeFactory;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.NativeReferences;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.RtcHelper;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory.Teardown;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.video.NativeVideo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A peer connection of libwebrtc. Native calls are made by the owner's loop and, where one must follow a native callback, by the
 * {@link RtcHelper}; {@link NativeCalls} keeps both out of a closed peer. Callbacks only copy and hand over.
 */
public final class NativePeer implements RtcPeer {

    private static final Logger LOG = LoggerFactory.getLogger(NativePeer.class);

    /** A remote side that opens more channels gets them closed. The protocol knows two. */
    private static final int MAX_REMOTE_CHANNELS = 16;

    private static final int LONGEST_LABEL = 65_535;

    /** An answer leaves after so many times its gathering time, even without a candidate: the client waits for it. */
    private static final int ANSWER_PATIENCE = 4;

    /** By then libwebrtc has opened the sockets of all of its phases, which are 50 ms apart. */
    private static final Duration SOCKETS_OPEN = Duration.ofMillis(250);

    private final FactoryPool pool;
    private final NativeFactory factory;
    private final NativeCalls calls = new NativeCalls();
    private final PeerEvents events;
    private final Gathering gathering;
    /** Null where there is a network. */
    private final LoopbackOnly loopback;
    private final RTCPeerConnection connection;
    private final NativeVideo video;
    private final NativeReferences references = new NativeReferences();
    private final List<NativeChannel> channels = new CopyOnWriteArrayList<>();
    private final Set<CompletableFuture<?>> pending = ConcurrentHashMap.newKeySet();
    /** Of the signalling thread. */
    private boolean tooManyTold;
    private volatile int maxMessageSize = Sdp.DEFAULT_MAX_MESSAGE_SIZE;

    public NativePeer(FactoryPool pool, NativeFactory factory, IceConfig ice, Listener listener) {
        this.pool = pool;
        this.factory = factory;
        this.gathering = new Gathering(ice);
        this.events = new PeerEvents(listener, gathering, this::remoteChannel);
        RTCConfiguration configuration = NativeIce.toNative(ice);
        this.loopback = LoopbackOnly.prepare(configuration, ice);
        this.connection = calls.call("Making a peer connection",
                () -> references.keep(factory.handle().createPeerConnection(configuration, events)));
        this.video = new NativeVideo(factory.handle(), connection, references, events::listener);
        ExitHook.ofTheJvm().addPeer(this, this::close);
    }

    public boolean factoryWorn() {
        return factory.worn();
    }

    @Override
    public RtcChannel createChannel(String label, RtcChannel.Listener listener) {
        if (label.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
            // Refused in Java: webrtc-java crashes while it formats libwebrtc's refusal.
            throw new IllegalArgumentException("The label of a data channel has at most " + LONGEST_LABEL + " bytes");
        }
        return calls.call("RtcPeer.createChannel", () -> {
            NativeChannel channel = adopt(connection.createDataChannel(label, new RTCDataChannelInit()));
            channel.setListener(listener);
            channel.observe();
            channel.tellIfOpen();
            return channel;
        });
    }

    private NativeChannel adopt(RTCDataChannel nativeChannel) {
        NativeChannel channel = new NativeChannel(nativeChannel, calls, factory, () -> maxMessageSize);
        channels.add(channel);
        return channel;
    }

    /** On the signalling thread. Also when closing: the native channel must be disposed in the end. */
    private void remoteChannel(RTCDataChannel nativeChannel) {
        NativeChannel channel = adopt(nativeChannel);
        Listener target = events.listener();
        if (channels.size() > MAX_REMOTE_CHANNELS) {
            if (!tooManyTold) {
                tooManyTold = true;
                LOG.warn("The remote side opens more than {} data channels: the others are closed", MAX_REMOTE_CHANNELS);
            }
            RtcHelper.THREAD.execute(channel::close);
        } else if (target != null) {
            target.onRemoteChannel(channel);
            channel.observe();
        }
    }

    @Override
    public void receiveVideo() {
        calls.run("RtcPeer.receiveVideo", video::receive);
    }

    @Override
    public RtcVideoSender sendAndReceiveVideo() {
        return calls.call("RtcPeer.sendAndReceiveVideo", video::sendAndReceive);
    }

    @Override
    public List<OfferedDirection> offeredVideo() {
        return video.offered();
    }

    @Override
    public RtcVideoSender answerWithVideo() {
        return calls.call("RtcPeer.answerWithVideo", video::answer);
    }

    @Override
    public CompletableFuture<String> createOffer(Duration gatherTimeout) {
        CompletableFuture<RTCSessionDescription> made = new CompletableFuture<>();
        return tracked(() -> {
            calls.run("RtcPeer.createOffer", () -> connection.createOffer(new RTCOfferOptions(), Descriptions.made(made)));
            return made.thenComposeAsync(this::applyLocal, RtcHelper.THREAD)
                    .thenCompose(applied -> gathering.settled(gatherTimeout))
                    .thenApplyAsync(complete -> localSdp(), RtcHelper.THREAD);
        });
    }

    @Override
    public CompletableFuture<String> createAnswer(Duration gatherTimeout) {
        CompletableFuture<RTCSessionDescription> made = new CompletableFuture<>();
        return tracked(() -> {
            calls.run("RtcPeer.createAnswer", () -> connection.createAnswer(new RTCAnswerOptions(), Descriptions.made(made)));
            return made.thenComposeAsync(this::applyLocal, RtcHelper.THREAD)
                    .thenCompose(applied -> gathering.settled(gatherTimeout, gatherTimeout.multipliedBy(ANSWER_PATIENCE)))
                    .thenApplyAsync(complete -> {
                        video.negotiated();
                        return localSdp();
                    }, RtcHelper.THREAD);
        });
    }

    /** Gathering begins with it. */
    private CompletableFuture<Void> applyLocal(RTCSessionDescription description) {
        return factory.gathering().enter().thenComposeAsync(turn -> {
            CompletableFuture<Void> applied = new CompletableFuture<>();
            try {
                calls.run("Applying the local description",
                        () -> connection.setLocalDescription(description, Descriptions.applied(applied)));
            } finally {
                gathering.within(SOCKETS_OPEN).whenComplete((complete, failure) -> factory.gathering().leave());
            }
            return applied;
        }, RtcHelper.THREAD);
    }

    private String localSdp() {
        String sdp = calls.call("Reading the local description", () -> connection.getLocalDescription().sdp);
        return loopback == null ? sdp : loopback.addTo(sdp);
    }

    @Override
    public IceReport gathering() {
        return gathering.report();
    }

    @Override
    public CompletableFuture<Void> acceptAnswer(String sdp) {
        return tracked(() -> applyRemote("RtcPeer.acceptAnswer", new RTCSessionDescription(RTCSdpType.ANSWER, sdp))
                .thenRun(() -> {
                    maxMessageSize = Sdp.maxMessageSize(sdp);
                    video.negotiated();
                }));
    }

    @Override
    public CompletableFuture<Void> acceptOffer(String sdp) {
        return tracked(() -> applyRemote("RtcPeer.acceptOffer", new RTCSessionDescription(RTCSdpType.OFFER, sdp))
                .thenRunAsync(() -> {
                    maxMessageSize = Sdp.maxMessageSize(sdp);
                    calls.run("Reading the offered video sections", () -> video.offer(Sdp.sections(sdp)));
                }, RtcHelper.THREAD));
    }

    private CompletableFuture<Void> applyRemote(String what, RTCSessionDescription description) {
        CompletableFuture<Void> applied = new CompletableFuture<>();
        calls.run(what, () -> connection.setRemoteDescription(description, Descriptions.applied(applied)));
        return applied;
    }

    @Override
    public CompletableFuture<Map<String, Object>> stats() {
        CompletableFuture<Map<String, Object>> delivered = new CompletableFuture<>();
        return tracked(() -> {
            Runnable resume = video.pauseQuestions();
            try {
                calls.run("RtcPeer.stats", () -> connection.getStats(report -> CallbackGuard.run("onStatsDelivered", () -> {
                    resume.run();
                    try {
                        delivered.complete(PeerStats.flatten(report));
                    } catch (RuntimeException e) {
                        delivered.completeExceptionally(e);
                    }
                })));
            } catch (RuntimeException e) {
                resume.run();
                throw e;
            }
            return delivered;
        });
    }

    /** The future fails, at the latest, when the peer is closed, and always with an exception of this library. */
    private <T> CompletableFuture<T> tracked(Supplier<CompletableFuture<T>> steps) {
        CallbackGuard.refuseInside("RtcPeer");
        CompletableFuture<T> result = new CompletableFuture<>();
        pending.add(result);
        result.whenComplete((value, failure) -> pending.remove(result));
        try {
            steps.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(Causes.of(failure));
                }
            });
        } catch (TransportException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    @Override
    public void close() {
        CallbackGuard.refuseInside("RtcPeer.close");
        if (!calls.close()) {
            return;
        }
        events.mute();
        Teardown teardown = new Teardown();
        video.stop(teardown);
        channels.forEach(channel -> teardown.step("channel", channel::shut));
        // Returns when the signalling thread has left the callbacks of this peer.
        teardown.step("connection", connection::close);
        channels.forEach(channel -> teardown.step("channel object", channel::dispose));
        video.dispose(teardown);
        teardown.step("reference", references::release);
        teardown.step("factory", () -> pool.peerClosed(factory));
        ExitHook.ofTheJvm().removePeer(this);
        TransportException closed = new TransportException("The peer connection was closed");
        gathering.fail(closed);
        pending.forEach(future -> future.completeExceptionally(closed));
        teardown.report();
    }
}
