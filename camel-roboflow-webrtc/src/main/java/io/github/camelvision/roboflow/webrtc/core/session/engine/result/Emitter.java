package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Makes deliveries from what arrives on one connection, as {@link Emit} asks, and says when a result is handled. On the loop. */
interface Emitter {

    /** A message came; {@link #result} follows now, later, or never when it belongs to a repeated frame. */
    default void announced(InferenceResult result) {}

    void result(InferenceResult result);

    /** @param rtpTimestamp as in {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.Listener#onVideoFrame} */
    void frame(Frame frame, long rtpTimestamp);

    /** No more results will come; runs the task, at the latest after a second, when what waits for frames was delivered. */
    default void finish(Runnable drained) {
        drained.run();
    }

    /** The connection is gone: delivers what waits. Idempotent. */
    default void close() {}

    /**
     * @param wanted what the user asked for; its stream outputs name the images to look for inside results
     * @param requested what was asked of the server
     * @param handled told the frame id of a result whose delivery is done; from any thread
     * @param runOnLoop hands a task to the loop
     */
    static Emitter of(Emit emit, OutputRequest wanted, OutputRequest requested, Consumer<Delivery> out,
            LongConsumer handled, Consumer<Runnable> runOnLoop) {
        if (emit == Emit.predictions) {
            return new Predictions(out, handled);
        }
        List<String> imageFields = wanted.streamOutput() == null ? List.of() : wanted.streamOutput();
        return requested.wantsVideo() ? new TrackFrames(!requested.realtime(), out, handled, runOnLoop)
                : new ImagesInResults(imageFields, out, handled);
    }

    /** Every result is a delivery. */
    final class Predictions implements Emitter {

        private final Consumer<Delivery> out;
        private final LongConsumer handled;

        Predictions(Consumer<Delivery> out, LongConsumer handled) {
            this.out = out;
            this.handled = handled;
        }

        @Override
        public void result(InferenceResult result) {
            out.accept(new Delivery(result, null, null, () -> handled.accept(result.frameId())));
        }

        @Override
        public void frame(Frame frame, long rtpTimestamp) {
            // video was not asked for; a server that sends it anyway is ignored
        }
    }

    /** Every result is a delivery; its frame, if it holds one, is decoded by whoever takes it. */
    final class ImagesInResults implements Emitter {

        private final List<String> fields;
        private final Consumer<Delivery> out;
        private final LongConsumer handled;

        ImagesInResults(List<String> fields, Consumer<Delivery> out, LongConsumer handled) {
            this.fields = fields;
            this.out = out;
            this.handled = handled;
        }

        @Override
        public void result(InferenceResult result) {
            String field = fields.stream().filter(result.imageFields()::contains).findFirst().orElse(null);
            out.accept(new Delivery(result, null, field, () -> handled.accept(result.frameId())));
        }

        @Override
        public void frame(Frame frame, long rtpTimestamp) {
            // video was not asked for
        }
    }

    /** Every decoded frame is a delivery. Results are handled once no frame waits, so a slow user slows the server. */
    final class TrackFrames implements Emitter {

        private final boolean acknowledged;
        private final Consumer<Delivery> out;
        private final LongConsumer handled;
        private final Consumer<Runnable> runOnLoop;
        private final Queue<Long> waiting = new ArrayDeque<>();
        private int outstanding;

        /** @param acknowledged false: nobody waits for results to be handled, so none is kept */
        TrackFrames(boolean acknowledged, Consumer<Delivery> out, LongConsumer handled, Consumer<Runnable> runOnLoop) {
            this.acknowledged = acknowledged;
            this.out = out;
            this.handled = handled;
            this.runOnLoop = runOnLoop;
        }

        @Override
        public void result(InferenceResult result) {
            if (acknowledged) {
                waiting.add(result.frameId());
                release();
            }
        }

        @Override
        public void frame(Frame frame, long rtpTimestamp) {
            outstanding++;
            out.accept(new Delivery(null, frame.withPts(rtpTimestamp), null, () -> runOnLoop.accept(() -> {
                outstanding--;
                release();
            })));
        }

        private void release() {
            while (outstanding == 0 && !waiting.isEmpty()) {
                handled.accept(waiting.poll());
            }
        }
    }
}
