package io.github.camelvision.roboflow.webrtc.fleet.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraEntriesTest {

    private final CameraEntries entries = new CameraEntries();

    @ParameterizedTest
    @ValueSource(strings = {"""
            cameras:
              north: {sourceUri: "rtsp://north/1", labels: {line: a, floor: 2}, param.confidence: 0.4}
              south: {enabled: false}
            """, """
            {"cameras": {"north": {"sourceUri": "rtsp://north/1", "labels": {"line": "a", "floor": 2}, "param.confidence": 0.4},
                         "south": {"enabled": false}}}"""})
    void readsJsonAndYaml(String text) {
        entries.addAll(text);
        assertThat(entries.cameras()).containsExactly(
                new FleetCamera("north", true, Map.of("line", "a", "floor", "2"),
                        Map.of("sourceUri", "rtsp://north/1", "param.confidence", "0.4")),
                new FleetCamera("south", false, Map.of(), Map.of()));
        assertThat(entries.mistakes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{enabled: maybe}|enabled is true or false, not a text",
            "[a]|its entry is a list of options by name, not a list", "{labels: [a]}|labels are texts by name, not a list",
            "{labels: {a: [b]}}|labels.a is a text, a number, or true or false, not a list",
            "{sourceUri: null}|sourceUri is a text, a number, or true or false, not nothing"})
    void aBadEntryIsToldByNameAndLeavesTheOthersAlone(String entry, String mistake) {
        entries.addAll("cameras:\n  bad: " + entry + "\n  good: {}\n");
        assertThat(entries.cameras()).extracting(FleetCamera::name).containsExactly("good");
        assertThat(entries.mistakes()).containsExactly(Map.entry("bad", mistake));
    }

    /** They go into logs, health and JMX. */
    @Test
    void namesAndWordsOfTheRegistryForgeNoLogAndAreCut() {
        String long1 = "x".repeat(40_000);
        entries.addAll("{\"cameras\": {\"a\\nERROR b\": {}, \"c\": {\"" + long1 + "\\u001b\": []}, \"d\": {\"enabled\": 1"
                + "0".repeat(900) + "}, \"good\": {}}}");
        assertThat(entries.cameras()).extracting(FleetCamera::name).containsExactly("good");
        assertThat(entries.mistakes()).containsOnlyKeys("a ERROR b", "c", "d");
        assertThat(entries.mistakes().get("a ERROR b")).contains("control characters");
        assertThat(entries.mistakes().values()).allSatisfy(mistake -> assertThat(mistake).hasSizeLessThan(250).doesNotContain("\u001b"));
        entries.addOne("e\nf", "{}");
        assertThat(entries.mistakes()).containsKey("e f");
    }

    @Test
    void aTextThatListsNoCamerasIsRefused() {
        assertThatThrownBy(() -> entries.addAll("{\"camera\": {}}")).hasMessageContaining("one field, cameras");
        assertThatThrownBy(() -> entries.addAll("{\"cameras\": {")).hasMessageContaining("neither JSON nor YAML")
                .hasMessageContaining("line 1");
        assertThatThrownBy(() -> entries.addAll("cameras: {a: {}, a: {}}")).hasMessageContaining("Duplicate field 'a'");
    }

    @Test
    void aCamerasOwnTextThatCannotBeReadIsItsMistake() {
        entries.addOne("north", "{\"sourceUri\": \"s3cret");
        assertThat(entries.cameras()).isEmpty();
        assertThat(entries.mistakes().get("north")).contains("line 1").doesNotContain("s3cret");
    }

    @Test
    void showsNoValueOfAnOption() {
        entries.addOne("north", "apiKey: s3cret");
        assertThat(entries.cameras().get(0)).hasToString("FleetCamera[north, labels={}, options=[apiKey]]");
    }
}
