package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.correlate.FrameTies;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.SourceResult;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstResultsTest {

    private final FirstResults first = new FirstResults();

    private static InferenceResult result(long frame) {
        return Results.atMillis(frame, frame * 33);
    }

    @Test
    void resultsWaitUntilTheirFramesAreKnownAndPassFromThenOn() {
        InferenceResult one = result(1);
        InferenceResult two = result(2);
        assertThat(first.result(one, List.of(), false, 0)).isEmpty();
        assertThat(first.waiting()).isTrue();
        List<SourceResult> ready = first.result(two, List.of(new FrameTies.Tied(one, 5, 500), new FrameTies.Tied(two, 6, 600)), true, 1);
        assertThat(ready).containsExactly(new SourceResult(one, null, false, 500L), new SourceResult(two, null, false, 600L));
        assertThat(first.waiting()).isFalse();
        InferenceResult three = result(3);
        assertThat(first.result(three, List.of(new FrameTies.Tied(three, 7, 700)), true, 2))
                .containsExactly(new SourceResult(three, null, false, 700L));
        InferenceResult four = result(4);
        assertThat(first.result(four, List.of(), false, 3)).containsExactly(new SourceResult(four, null, false, null));
    }

    @Test
    void nothingIsHeldForLongOrWithoutHope() {
        InferenceResult one = result(1);
        first.result(one, List.of(), false, 0);
        assertThat(first.result(result(2), List.of(), false, FirstResults.LIMIT.toNanos() + 1)).hasSize(2);
        assertThat(new FirstResults().result(Results.withoutPts(1), List.of(), false, 0)).hasSize(1);
    }
}
