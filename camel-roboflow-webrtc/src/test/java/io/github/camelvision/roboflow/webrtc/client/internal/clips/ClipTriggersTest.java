package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent.Type;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ClipTriggersTest {

    private static ObjectEvent event(Type type, String className, String zone, String line) {
        return new ObjectEvent("e", type, "north", "o", className, zone, line, null, new EventTime(Instant.EPOCH, EventTime.Source.arrived,
                null), null, null, null, null, null, null, null, null);
    }

    @Test
    void typesAloneAndWithANameAreTaken() {
        ClipTriggers triggers = ClipTriggers.of(" entered : dock one, crossed:gate ,appeared:scratch,dwelling");
        assertThat(triggers.events()).isTrue();
        assertThat(triggers.results()).isFalse();
        assertThat(triggers.wants(event(Type.entered, "nut", "dock one", null))).isTrue();
        assertThat(triggers.wants(event(Type.entered, "nut", "dock two", null))).isFalse();
        assertThat(triggers.wants(event(Type.left, "nut", "dock one", null))).isFalse();
        assertThat(triggers.wants(event(Type.crossed, "nut", null, "gate"))).isTrue();
        assertThat(triggers.wants(event(Type.appeared, "scratch", null, null))).isTrue();
        assertThat(triggers.wants(event(Type.appeared, "nut", null, null))).isFalse();
        assertThat(triggers.wants(event(Type.dwelling, null, "anywhere", null))).isTrue();
    }

    @Test
    void aPredicateIsAskedForResultsAndNothingForNothing() {
        InferenceResult result = InferenceResult.of(7, Map.of("count", 3));
        ClipTriggers triggers = ClipTriggers.of((Predicate<InferenceResult>) each -> each.frameId() == 7);
        assertThat(triggers.wants(result)).isTrue();
        assertThat(triggers.wants(InferenceResult.of(8, Map.of("count", 3)))).isFalse();
        assertThat(triggers.events()).isFalse();
        assertThat(ClipTriggers.of(null).wants(result)).isFalse();
        assertThat(ClipTriggers.of(null).events()).isFalse();
    }

    @Test
    void whatItIsNotIsNamed() {
        assertThatThrownBy(() -> ClipTriggers.of("entered,vanished")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'vanished'").hasMessageContaining("appeared, updated, ended, entered");
        assertThatThrownBy(() -> ClipTriggers.of(42)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clipOn").hasMessageContaining("Predicate").hasMessageContaining("java.lang.Integer");
    }
}
