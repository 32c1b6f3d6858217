package io.github.camelvision.roboflow.webrtc.core.worker;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler;
import io.github.camelvision.roboflow.webrtc.core.wire.Inflate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The worker's peer connection and the client behind it, without a network: what the worker sends is kept, the test plays the client. */
final class FakeWorkerPeer implements RtcPeer {

    final Listener listener;
    final IceConfig ice;
    final List<Frame> pushed = new CopyOnWriteArrayList<>();
    final List<int[]> bitrates = new CopyOnWriteArrayList<>();
    volatile boolean closed;
    volatile boolean offersVideo = true;
    /** Thrown when it is closed. */
    volatile Error closeFailure;

    FakeWorkerPeer(IceConfig ice, Listener listener) {
        this.ice = ice;
        this.listener = listener;
    }

    /** The client opens a channel. */
    Channel open(String label) {
        Channel channel = new Channel(label);
        listener.onRemoteChannel(channel);
        channel.listener.onOpen();
        return channel;
    }

    void connect() {
        listener.onConnectionState(ConnectionState.CONNECTED);
    }

    @Override
    public RtcChannel createChannel(String label, RtcChannel.Listener channelListener) {
        throw new UnsupportedOperationException("A worker makes no channels");
    }

    @Override
    public void receiveVideo() {
        throw new UnsupportedOperationException("A worker makes no offer");
    }

    @Override
    public RtcVideoSender sendAndReceiveVideo() {
        throw new UnsupportedOperationException("A worker makes no offer");
    }

    @Override
    public CompletableFuture<String> createOffer(Duration gatherTimeout) {
        throw new UnsupportedOperationException("A worker makes no offer");
    }

    @Override
    public CompletableFuture<Void> acceptAnswer(String sdp) {
        throw new UnsupportedOperationException("A worker gets no answer");
    }

    @Override
    public CompletableFuture<Void> acceptOffer(String sdp) {
        return sdp.contains("broken") ? CompletableFuture.failedFuture(new TransportException("no such SDP"))
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public List<OfferedDirection> offeredVideo() {
        return offersVideo ? List.of(OfferedDirection.BOTH) : List.of();
    }

    @Override
    public RtcVideoSender answerWithVideo() {
        if (!offersVideo) {
            return null;
        }
        return new RtcVideoSender() {
            @Override
            public long push(Frame frame) {
                pushed.add(frame);
                return pushed.size();
            }

            @Override
            public void setBitrate(int min, int max) {
                bitrates.add(new int[] {min, max});
            }
        };
    }

    @Override
    public CompletableFuture<String> createAnswer(Duration gatherTimeout) {
        return CompletableFuture.completedFuture("v=0 answer");
    }

    @Override
    public IceReport gathering() {
        return IceReport.NONE;
    }

    @Override
    public CompletableFuture<Map<String, Object>> stats() {
        return CompletableFuture.completedFuture(Map.of());
    }

    @Override
    public void close() {
        closed = true;
        if (closeFailure != null) {
            throw closeFailure;
        }
    }

    /** A data channel whose messages to the client are reassembled and read. */
    static final class Channel implements RtcChannel {

        final List<InferenceResult> results = new CopyOnWriteArrayList<>();
        final List<byte[]> raw = new CopyOnWriteArrayList<>();
        volatile boolean full;
        /** Thrown when something is sent. */
        volatile Error sendFailure;
        volatile boolean open = true;
        volatile RtcChannel.Listener listener;
        private final ChunkReassembler reassembler =
                new ChunkReassembler(ChunkReassembler.Limits.DEFAULT, MemoryBudget.heap().account("test"));
        private final String label;

        Channel(String label) {
            this.label = label;
        }

        /** The client says something. */
        void say(String text) {
            listener.onMessage(text.getBytes(StandardCharsets.UTF_8), false);
        }

        void send(byte[] bytes) {
            listener.onMessage(bytes, true);
        }

        /** The client closes it. */
        void hangUp() {
            open = false;
            listener.onClosed();
        }

        List<Long> frameIds() {
            return results.stream().filter(result -> !result.processingComplete()).map(InferenceResult::frameId).toList();
        }

        InferenceResult last() {
            return results.get(results.size() - 1);
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public void setListener(RtcChannel.Listener newListener) {
            listener = newListener;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public boolean trySend(byte[] data, boolean binary) {
            if (sendFailure != null) {
                throw sendFailure;
            }
            if (full || !open) {
                return false;
            }
            raw.add(data);
            if (data.length >= 12) {
                ChunkReassembler.Assembled assembled = reassembler.add(data);
                if (assembled != null) {
                    results.add(InferenceResult.parse(Inflate.gunzipIfNeeded(assembled.payload(), 1 << 26)));
                }
            }
            return true;
        }

        @Override
        public long bufferedAmount() {
            return full ? HIGH_WATER : 0;
        }

        @Override
        public int maxMessageSize() {
            return 65_536;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
