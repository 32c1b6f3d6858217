package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler;
import io.github.camelvision.roboflow.webrtc.core.wire.Inflate;
import io.github.camelvision.roboflow.webrtc.core.wire.UploadChunk;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** A client of the protocol on raw peers, written from docs/protocol.adoc, not from the client in this project. */
final class LoopbackClient implements AutoCloseable {

    final List<InferenceResult> results = new CopyOnWriteArrayList<>();
    final List<Frame> video = new CopyOnWriteArrayList<>();
    final SerialLoop loop = new SerialLoop("loopback-client");
    /** Called on the loop with the id of each result that is not the last. */
    volatile LongConsumer onResult = id -> {};
    private final ChunkReassembler reassembler = new ChunkReassembler(ChunkReassembler.Limits.DEFAULT, MemoryBudget.heap().account("test"));
    private final RtcPeer peer;
    private final RtcChannel inference;
    private RtcChannel upload;
    private RtcVideoSender sender;
    private WorkerSession session;

    enum Video {
        NONE, RECEIVE, SEND_AND_RECEIVE
    }

    LoopbackClient(RtcRuntime runtime, Video mode, boolean withUpload) {
        peer = runtime.newPeer(IceConfig.NONE, new RtcPeer.Listener() {
            @Override
            public void onConnectionState(RtcPeer.ConnectionState state) {
                // the channel tells what the tests wait for
            }

            @Override
            public void onRemoteChannel(RtcChannel channel) {
                throw new AssertionError("A worker opens no channel: " + channel.label());
            }

            @Override
            public void onVideoFrame(Frame frame, long rtpTimestamp) {
                video.add(frame);
            }
        });
        inference = onLoop(() -> peer.createChannel("inference", new Receiver()));
        if (withUpload) {
            upload = onLoop(() -> peer.createChannel("video_upload", new Silent()));
        }
        if (mode == Video.RECEIVE) {
            onLoop(() -> {
                peer.receiveVideo();
                return null;
            });
        } else if (mode == Video.SEND_AND_RECEIVE) {
            sender = onLoop(peer::sendAndReceiveVideo);
        }
    }

    /** Opens the session and waits until the data channel is open. */
    WorkerSession connect(WorkerServer server, String request) throws IOException {
        String offer = onLoop(() -> peer.createOffer(Duration.ofSeconds(2))).orTimeout(10, TimeUnit.SECONDS).join();
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = (ObjectNode) json.readTree(WorkerRequests.body(request));
        body.putObject("webrtc_offer").put("type", "offer").put("sdp", offer);
        WorkerAnswer answer = server.initialise(json.writeValueAsBytes(body), Map.of()).toCompletableFuture()
                .orTimeout(15, TimeUnit.SECONDS).join();
        assertThat(answer.status()).as(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(200);
        session = answer.session();
        String sdp = json.readTree(answer.body()).path("sdp").asText();
        onLoop(() -> peer.acceptAnswer(sdp)).orTimeout(10, TimeUnit.SECONDS).join();
        await().atMost(Duration.ofSeconds(45)).until(() -> onLoop(inference::isOpen));
        return session;
    }

    void upload(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        long total = UploadChunk.chunksOf(bytes.length);
        await().atMost(Duration.ofSeconds(45)).until(() -> onLoop(upload::isOpen));
        for (int index = 0; index < total; index++) {
            int from = index * UploadChunk.PAYLOAD;
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + UploadChunk.PAYLOAD));
            byte[] message = new UploadChunk(index, total, part).encode();
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(45))
                    .until(() -> onLoop(() -> upload.trySend(message, true)));
        }
    }

    /** Sends a frame on the track. */
    void push(Frame frame) {
        sender.push(frame);
    }

    void bitrate(int min, int max) {
        sender.setBitrate(min, max);
    }

    /** From the loop or any other thread. */
    void say(String text) {
        loop.offerControl(() -> assertThat(inference.trySend(text.getBytes(StandardCharsets.UTF_8), false)).isTrue());
    }

    /** As {@link #say}, without waiting: false when the channel takes no more at the moment, or is closed. */
    boolean offer(byte[] message, boolean binary) {
        return onLoop(() -> inference.isOpen() && inference.trySend(message, binary));
    }

    boolean complete() {
        return !results.isEmpty() && results.get(results.size() - 1).processingComplete();
    }

    List<InferenceResult> frames() {
        return results.stream().filter(result -> !result.processingComplete()).toList();
    }

    private <T> T onLoop(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.offerControl(() -> {
            try {
                result.complete(call.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** Closes the client's side only. */
    void hangUp() {
        onLoop(() -> {
            peer.close();
            return null;
        });
    }

    /** Closes the client's side and waits for the worker's to be freed. */
    @Override
    public void close() {
        hangUp();
        loop.close();
        if (session != null) {
            session.close();
            session.closed().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private final class Receiver implements RtcChannel.Listener {

        @Override
        public void onOpen() {
            // connect() polls
        }

        @Override
        public void onClosed() {
            // the worker's session tells its end
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            loop.offerMedia(data.length, () -> {
                ChunkReassembler.Assembled assembled = reassembler.add(data);
                if (assembled != null) {
                    InferenceResult result = InferenceResult.parse(Inflate.gunzipIfNeeded(assembled.payload(), 64 << 20));
                    results.add(result);
                    if (!result.processingComplete()) {
                        onResult.accept(result.frameId());
                    }
                }
            });
        }
    }

    private static final class Silent implements RtcChannel.Listener {

        @Override
        public void onOpen() {
            // upload() polls
        }

        @Override
        public void onClosed() {
            // nothing is owed
        }

        @Override
        public void onMessage(byte[] data, boolean binary) {
            throw new AssertionError("Nothing but pings is answered here");
        }
    }
}
