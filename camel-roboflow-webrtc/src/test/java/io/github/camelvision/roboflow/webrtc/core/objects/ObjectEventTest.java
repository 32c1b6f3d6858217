package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.RecordComponent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectEventTest {

    private static final ObjectEvent EVENT = new ObjectEvent("ab-3", ObjectEvent.Type.left, "north", "ab", "pallet", "dock", null, null,
            new EventTime(Instant.parse("2026-01-02T03:04:05.25Z"), EventTime.Source.received, 0.5), Instant.parse("2026-01-02T03:04:00Z"),
            5.25, "unseen", "s1", 7L, 3L, new ObjectState("pallet", 0.75, new Box(0, 10, 20, 40), List.of("dock", "yard"), null),
            new ObjectState("pallet", 0.75, new Box(0, 10, 20, 40), List.of("yard"), 2));

    private static final ObjectEvent WHOLE = new ObjectEvent("a", ObjectEvent.Type.crossed, "b", "c", "d", "e", "f",
            ObjectEvent.Direction.in, EVENT.time(), EVENT.from(), 1.0, "g", "h", 1L, 2L, EVENT.before(), EVENT.after());

    @Test
    void isReadAsItWasWritten() {
        assertThat(ObjectEvent.read(EVENT.json())).isEqualTo(EVENT);
        ObjectEvent crossed = new ObjectEvent("c", ObjectEvent.Type.crossed, "north", "ab", null, null, "gate", ObjectEvent.Direction.out,
                new EventTime(Instant.EPOCH, EventTime.Source.frames, null), null, null, null, null, null, null, null, null);
        assertThat(ObjectEvent.read(crossed.json())).isEqualTo(crossed);
        assertThat(new String(crossed.json(), StandardCharsets.UTF_8)).isEqualTo("""
                {"id":"c","type":"crossed","camera":"north","objectId":"ab","line":"gate","direction":"out",\
                "time":"1970-01-01T00:00:00Z","timeSource":"frames"}""");
    }

    @Test
    void everyMapperWritesTheSame() throws Exception {
        assertThat(new ObjectMapper().writeValueAsBytes(EVENT)).isEqualTo(EVENT.json());
    }

    @Test
    void theSchemaHasWhatIsWritten() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(
                ObjectEvent.class.getResourceAsStream("/io/github/camelvision/roboflow/webrtc/object-event.schema.json"));
        assertThat(names(schema.at("/properties"))).containsExactlyInAnyOrderElementsOf(names(WHOLE.toJsonNode()));
        assertThat(names(schema.at("/$defs/state/properties"))).containsExactlyInAnyOrderElementsOf(names(WHOLE.toJsonNode().get("after")));
        assertThat(words(schema, "type")).containsExactly(Arrays.stream(ObjectEvent.Type.values()).map(Enum::name).toArray(String[]::new));
        assertThat(words(schema, "timeSource"))
                .containsExactly(Arrays.stream(EventTime.Source.values()).map(Enum::name).toArray(String[]::new));
        assertThat(words(schema, "direction"))
                .containsExactly(Arrays.stream(ObjectEvent.Direction.values()).map(Enum::name).toArray(String[]::new));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> words(JsonNode schema, String property) {
        List<String> words = new ArrayList<>();
        schema.at("/properties/" + property + "/enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    @Test
    void refusesWhatIsNoEvent() {
        for (String text : List.of("{}", "[]", "x",
                "{\"id\":\"a\",\"type\":\"gone\"}",
                "{\"id\":\"a\",\"type\":\"left\",\"time\":\"now\"}")) {
            assertThatThrownBy(() -> ObjectEvent.read(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(RoboflowWebrtcException.class)
                    .hasMessageContaining(text);
        }
    }

    /** Expression languages that know properties only read the same. */
    @Test
    void itsPropertiesAreItsParts() throws Exception {
        for (RecordComponent part : ObjectEvent.class.getRecordComponents()) {
            String name = part.getName();
            Object property = ObjectEventProperties.class.getMethod("get" + Character.toUpperCase(name.charAt(0)) + name.substring(1))
                    .invoke(WHOLE);
            assertThat(property).as(name).isNotNull().isEqualTo(part.getAccessor().invoke(WHOLE));
        }
    }

    @Test
    void isShortInLogsAndLeavesOutWhatDoesNotBelongToIt() {
        assertThat(WHOLE).hasToString("ObjectEvent[crossed d c, zone=e, line=f, direction=in, at=2026-01-02T03:04:05.250Z]");
        assertThat(new ObjectEvent("a", ObjectEvent.Type.empty, "b", null, null, null, null, null, EVENT.time(), null, null, null, null,
                null, null, null, null)).hasToString("ObjectEvent[empty, at=2026-01-02T03:04:05.250Z]");
    }

    @Test
    void aStateInOtherZonesIsOtherwiseTheSame() {
        ObjectState state = new ObjectState("pallet", 0.5, new Box(0, 1, 2, 3), List.of("dock"), 4);
        assertThat(state.in(List.of("yard"))).isEqualTo(new ObjectState("pallet", 0.5, new Box(0, 1, 2, 3), List.of("yard"), 4));
    }
}
