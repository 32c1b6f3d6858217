package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmitterTest {

    private static final Frame FRAME = Frame.ofI420(2, 2, new byte[6], Frame.NO_PTS);

    private final List<Delivery> out = new ArrayList<>();
    private final List<Long> handled = new ArrayList<>();

    private Emitter emitter(OutputRequest request) {
        return Emitter.of(Emit.frames, request, request, out::add, handled::add, Runnable::run);
    }

    @Test
    void keepsNoResultBehindABusyRouteWhenNothingIsAcknowledged() {
        Emitter emitter = emitter(new OutputRequest(null, List.of(), true));
        emitter.frame(FRAME, 0);
        WeakReference<InferenceResult> kept = new WeakReference<>(Results.withoutPts(1));
        emitter.result(kept.get());
        Waiting.await("result to be freed").until(() -> {
            System.gc();
            return kept.get() == null;
        });
        assertThat(out).hasSize(1);
    }

    @Test
    void handlesResultsInOrderOnceNoFrameIsOutstanding() {
        Emitter emitter = emitter(new OutputRequest(null, List.of(), false));
        emitter.result(Results.withoutPts(1));
        emitter.frame(FRAME, 0);
        emitter.result(Results.withoutPts(2));
        emitter.result(Results.withoutPts(3));
        assertThat(handled).containsExactly(1L);
        out.get(0).done();
        out.get(0).done();
        assertThat(handled).containsExactly(1L, 2L, 3L);
    }
}
