package io.github.camelvision.roboflow.webrtc.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SightingsTest {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Sightings sightings = new Sightings();

    @Test
    void aCameraThatMovesHasAHigherEpoch() {
        sightings.listed("a");
        sightings.see("a", "one", 1, 1_000);
        sightings.see("a", "one", 1, 1_200);
        sightings.see("a", "two", 2, 9_200);
        assertThat(sightings.moved()).isEqualTo(1);
        assertThat(sightings.ownedTwice()).isZero();
        assertThat(sightings.longestGap()).hasSeconds(8);
        assertThat(sightings.gapOf()).isEqualTo("a");
    }

    @Test
    void aResultOfTheOwnerBeforeCountsIfItWasSentAfterTheNextOneHadBegun() {
        sightings.listed("a");
        sightings.see("a", "one", 1, 1_000);
        sightings.see("a", "two", 2, 3_000);
        sightings.see("a", "one", 1, 2_900);
        assertThat(sightings.ownedTwice()).isZero();
        sightings.see("a", "one", 1, 3_100);
        assertThat(sightings.ownedTwice()).isEqualTo(1);
        sightings.see("a", "three", 2, 3_000);
        assertThat(sightings.ownedTwice()).as("two owners in one epoch").isEqualTo(2);
    }

    @Test
    void allCamerasAreSharedWhenEachHasFreshResultsAndEachNodeHasOne() {
        sightings.listed("a");
        sightings.listed("b");
        sightings.see("a", "one", 1, 10_000);
        assertThat(sightings.all(Set.of("one"), 10_500, FRESH)).as("b has none").isFalse();
        sightings.see("b", "two", 1, 10_000);
        assertThat(sightings.all(Set.of("one", "two"), 10_500, FRESH)).isTrue();
        assertThat(sightings.all(Set.of("one"), 10_500, FRESH)).as("two is gone").isFalse();
        assertThat(sightings.all(Set.of("one", "two", "three"), 10_500, FRESH)).as("three has none").isFalse();
        assertThat(sightings.all(Set.of("one", "two"), 12_500, FRESH)).as("too old").isFalse();
    }

    @Test
    void aCameraThatIsRemovedIsQuietInTheEnd() {
        sightings.listed("a");
        sightings.removed("a");
        sightings.see("a", "one", 1, 10_000);
        assertThat(sightings.quiet(11_000, FRESH)).isFalse();
        assertThat(sightings.quiet(12_001, FRESH)).isTrue();
        assertThat(sightings.longestGap()).isZero();
    }
}
