package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's end of a connection in the test's hands. Events may be sent from any thread, also after {@link #close}, as a native
 * library does that was just about to call.
 */
public final class FakeRtcPeer implements RtcPeer {

    public static final String OFFER = "v=0 fake offer\r\na=candidate:1 1 udp 2122260223 10.0.0.5 5000 typ host\r\n";

    private final IceConfig ice;
    private final Listener listener;
    private final boolean opensByItself;
    private final CompletableFuture<String> offer = new CompletableFuture<>();
    private final CompletableFuture<Void> accepted = new CompletableFuture<>();
    private final List<FakeChannel> channels = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger closes = new AtomicInteger();
    private volatile Map<String, Object> stats = Map.of();
    private volatile RuntimeException statsFailure;
    private volatile Duration patience;
    private volatile IceReport gathering = IceReport.NONE;
    private final FakeVideoSender sender = new FakeVideoSender(1000, 1020, 1080, 1180, 1300, 1440, 1640, 1680);

    FakeRtcPeer(IceConfig ice, Listener listener, boolean offersByItself, boolean opensByItself) {
        this.ice = ice;
        this.listener = listener;
        this.opensByItself = opensByItself;
        if (offersByItself) {
            offer.complete(OFFER);
        }
    }

    /** A peer without a session, for tests of sources. */
    public static FakeRtcPeer alone() {
        return new FakeRtcPeer(IceConfig.NONE, null, true, false);
    }

    /** The future that {@link #createOffer} returns. */
    public CompletableFuture<String> offer() {
        return offer;
    }

    /** The connection comes up: CONNECTED, and every channel opens. */
    public void connect() {
        state(ConnectionState.CONNECTED);
        channels.forEach(FakeChannel::open);
    }

    public void state(ConnectionState state) {
        listener.onConnectionState(state);
    }

    /** Whether a frame of so many bytes would be taken. */
    public boolean takesFrame(int bytes) {
        return listener.takesVideoFrame(bytes);
    }

    public void frame(Frame frame, long rtpTimestamp) {
        listener.onVideoFrame(frame, rtpTimestamp);
    }

    /** The channel {@code inference}. */
    public FakeChannel inference() {
        return channel("inference");
    }

    public FakeChannel channel(String label) {
        return channels.stream().filter(channel -> channel.label().equals(label)).findFirst().orElseThrow();
    }

    public FakeVideoSender sender() {
        return sender;
    }

    public IceConfig ice() {
        return ice;
    }

    /** What {@link #stats()} tells. */
    public void stats(Map<String, Object> value) {
        stats = value;
    }

    /** {@link #stats()} fails. */
    public void statsFail(RuntimeException failure) {
        statsFailure = failure;
    }

    /** How long the offer may take after the first candidate. */
    public Duration gatherTimeout() {
        return patience;
    }

    /** What {@link #gathering()} tells. */
    public void gathering(IceReport value) {
        gathering = value;
    }

    /** What was called, in order, arguments included. */
    public List<String> calls() {
        return calls;
    }

    public int closes() {
        return closes.get();
    }

    @Override
    public RtcChannel createChannel(String label, RtcChannel.Listener channelListener) {
        calls.add("createChannel " + label);
        FakeChannel channel = new FakeChannel(label, channelListener);
        channels.add(channel);
        return channel;
    }

    @Override
    public void receiveVideo() {
        calls.add("receiveVideo");
    }

    @Override
    public RtcVideoSender sendAndReceiveVideo() {
        calls.add("sendAndReceiveVideo");
        return sender;
    }

    @Override
    public CompletableFuture<String> createOffer(Duration gatherTimeout) {
        patience = gatherTimeout;
        calls.add("createOffer");
        return offer;
    }

    @Override
    public CompletableFuture<Void> acceptAnswer(String sdp) {
        calls.add("acceptAnswer " + sdp);
        accepted.complete(null);
        if (opensByItself) {
            connect();
        }
        return accepted;
    }

    @Override
    public CompletableFuture<Void> acceptOffer(String sdp) {
        throw new UnsupportedOperationException("a client makes the offer");
    }

    @Override
    public List<OfferedDirection> offeredVideo() {
        return List.of();
    }

    @Override
    public RtcVideoSender answerWithVideo() {
        throw new UnsupportedOperationException("a client makes the offer");
    }

    @Override
    public CompletableFuture<String> createAnswer(Duration gatherTimeout) {
        throw new UnsupportedOperationException("a client makes the offer");
    }

    @Override
    public IceReport gathering() {
        return gathering;
    }

    @Override
    public CompletableFuture<Map<String, Object>> stats() {
        return statsFailure == null ? CompletableFuture.completedFuture(stats) : CompletableFuture.failedFuture(statsFailure);
    }

    @Override
    public void close() {
        closes.incrementAndGet();
        channels.forEach(FakeChannel::close);
    }
}
