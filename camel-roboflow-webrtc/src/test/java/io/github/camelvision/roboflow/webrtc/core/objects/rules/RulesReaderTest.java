package io.github.camelvision.roboflow.webrtc.core.objects.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesReaderTest {

    private static final String YAML = """
            # a comment
            coordinates: relative
            only: true
            classes:
              pallet: {confidence: 0.6, minimumWidth: 0.05}
            objects: {confirmFrames: 4, endAfter: 2, keepFor: PT1M, updateEvery: 0, tracking: workflow}
            zones:
              - name: dock
                polygon: [[0, 0], [0.5, 0], [0.5, 1]]
                anchors: [bottomCenter, center]
                classes: pallet
                cameras: [north]
                dwell: [60, 10]
                settle: 0.25
            lines:
              - {name: gate, from: [0, 0.5], to: [1, 0.5], threshold: 3, cooldown: 5}
            """;

    @Test
    void readsYamlAndJson() {
        ObjectRules rules = RulesReader.read(YAML);
        assertThat(rules.relative()).isTrue();
        assertThat(rules.of("dog")).isNull();
        assertThat(rules.of("pallet")).isEqualTo(new ClassRule(0.6, 0.05, 0));
        assertThat(rules.life()).isEqualTo(new LifeRule(4, 4, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ZERO,
                LifeRule.Tracking.workflow));
        ZoneRule zone = rules.zones().get(0);
        assertThat(zone.anchors()).containsExactly(Anchor.bottomCenter, Anchor.center);
        assertThat(zone.classes()).isEqualTo(Set.of("pallet"));
        assertThat(zone.dwell()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(60));
        assertThat(zone.settle()).isEqualTo(Duration.ofMillis(250));
        assertThat(rules.lines().get(0).threshold()).isEqualTo(3);
        assertThat(rules.forCamera("south").zones()).isEmpty();
        assertThat(rules.forCamera("south").lines()).hasSize(1);

        assertThat(RulesReader.read("/* nothing */ {}")).isEqualTo(ObjectRules.DEFAULT);
        assertThat(RulesReader.read("{\"lines\":[{\"name\":\"l\",\"from\":[0,0],\"to\":[9,9]}]}").lines().get(0).anchors())
                .isEqualTo(List.of(Anchor.topLeft, Anchor.topRight, Anchor.bottomLeft, Anchor.bottomRight));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "zonen: []|zonen: is not known; there are coordinates, classes, only, objects, zones, lines",
            "zones: [{name: a, polygon: [[0,0],[1,1]]}]|zones[0].polygon: has at least 3 corners, not 2",
            "zones: [{name: a, polygon: [[0,0],[1,1],[1]]}]|zones[0].polygon[2]: is a point [x, y], not [1]",
            "zones: [{name: a, polygon: [[0,0],[1,1],[1,-2]]}]|zones[0].polygon[2][1]: is a number from 0 to 65535, not -2",
            "zones: [{polygon: [[0,0],[1,1],[1,2]]}]|zones[0].name: is a text of 1 to 200 characters, not absent",
            "lines: [{name: a, from: [1,1], to: [1,1]}]|lines[0].to: is the same point as from",
            "lines: [{name: a, from: [0,0], to: [1,1]}, {name: a, from: [0,0], to: [1,1]}]|lines[1].name: is the name of another one",
            "lines: [{name: a, from: [0,0], to: [1,1], anchors: middle}]|lines[0].anchors: is one of center, centerLeft",
            "lines: [{name: a, from: [0,0], to: [1,1], threshold: 1.5}]|lines[0].threshold: is a whole number, not 1.5",
            "classes: {car: {confidence: 60}}|classes.car.confidence: is a number from 0 to 1, not 60",
            "objects: {confirmFrames: 5, confirmOf: 3}|objects.confirmOf: is at least confirmFrames, 5, not 3",
            "objects: {endAfter: 60}|objects.keepFor: is at least endAfter, 60 s, not 30 s",
            "objects: {endAfter: soon}|objects.endAfter: is a time in seconds, or as in PT1M30S, not",
            "objects: 3|objects: is an object with confirmFrames",
            "zones: {name: a}|zones: is a list, not",
            "coordinates: percent|coordinates: is one of pixels, relative, not",
            "only: maybe|only: is true or false, not",
            "dock|the whole: is an object with",
    })
    void namesThePlaceOfAMistake(String rules, String message) {
        assertThatThrownBy(() -> RulesReader.read(rules)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Rules of object events, ").hasMessageContaining(message);
    }

    @Test
    void namesTheLineOfWhatIsNoJsonOrYaml() {
        assertThatThrownBy(() -> RulesReader.read("{\n \"zones\": [}")).hasMessageContaining("line 2, column");
        assertThatThrownBy(() -> RulesReader.read("zones:\n  - [a\n")).hasMessageContaining("line ");
        assertThatThrownBy(() -> RulesReader.read("{\"only\": true, \"only\": true}")).hasMessageContaining("only");
    }
}
