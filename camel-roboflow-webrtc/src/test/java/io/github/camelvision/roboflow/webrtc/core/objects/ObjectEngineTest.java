package io.github.camelvision.roboflow.webrtc.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the events mean, case by case; a result comes every 100 ms. */
class ObjectEngineTest {

    private static final String ZONE = """
            {"objects": {"confirmFrames": 1, "endAfter": 1, "keepFor": 10, "updateEvery": 0},
             "zones": [{"name": "dock", "polygon": [[0,0],[100,0],[100,100],[0,100]], "anchors": "center", %s}]}""";

    private ObjectEngine engine;
    private final List<ObjectEvent> events = new ArrayList<>();
    private String session = "s1";
    private long frame;
    private long millis;

    private void rules(String json) {
        engine = new ObjectEngine("cam", RulesReader.read(json));
    }

    private void see(Detection... detections) {
        millis += 100;
        frame++;
        events.addAll(engine.see(new Sighting(session, frame, time(millis), 200, 200, List.of(detections))));
    }

    private void connectAgain(String id, long after) {
        session = id;
        frame = 0;
        millis += after;
    }

    private static EventTime time(long millis) {
        return new EventTime(Instant.ofEpochMilli(millis), EventTime.Source.received, null);
    }

    private static Detection box(double x, double y, Long tracker, String name, double confidence) {
        return new Detection(x, y, 20, 20, confidence, name, 0, null, tracker, List.of(), List.of(), null);
    }

    private static Detection car(double x, double y) {
        return box(x, y, null, "car", 0.9);
    }

    private static Detection car(double x, double y, long tracker) {
        return box(x, y, tracker, "car", 0.9);
    }

    private List<String> told() {
        List<String> told = events.stream().map(event -> Stream.of(event.type(), event.zone(), event.reason())
                .filter(part -> part != null).map(Object::toString).reduce((a, b) -> a + " " + b).orElseThrow()).toList();
        events.clear();
        return told;
    }

    private static long millis(Instant time) {
        return time.toEpochMilli();
    }

    @Test
    void anObjectOutlivesARestHoweverLong() {
        rules("{\"objects\": {\"keepFor\": 30, \"endAfter\": 1}}");
        see(car(50, 50), car(150, 150));
        see(car(50, 50), car(150, 150));
        engine.rest(session);
        see(car(50, 50), car(150, 150));
        assertThat(told()).containsExactly("appeared", "appeared");
        events.addAll(engine.tick(Instant.ofEpochMilli(millis + 500_000)));
        connectAgain("after", 600_000);
        see(car(50, 50));
        for (int i = 0; i < 8; i++) {
            see(car(50, 50), car(150, 150));
        }
        assertThat(told()).as("updates aside").filteredOn(each -> !"updated".equals(each)).isEmpty();
        for (int i = 0; i < 15; i++) {
            see(car(50, 50));
        }
        assertThat(told()).filteredOn(each -> !"updated".equals(each)).containsExactly("ended unseen");
        events.addAll(engine.tick(Instant.ofEpochMilli(millis + 40_000)));
        assertThat(told()).as("a silence that is no rest").containsExactly("ended silence");
    }

    @Test
    void anObjectAppearsOnceItWasInEnoughResultsAndWithTheTimeOfTheFirst() {
        rules("{\"objects\": {\"confirmFrames\": 3, \"confirmOf\": 4}}");
        see(car(50, 50));
        see();
        see(car(51, 50));
        assertThat(events).isEmpty();
        see(car(52, 50));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(ObjectEvent.Type.appeared);
            assertThat(millis(event.time().at())).isEqualTo(100);
            assertThat(event.className()).isEqualTo("car");
            assertThat(event.before()).isNull();
            assertThat(event.after().box().x()).isEqualTo(52);
        });
    }

    @Test
    void aFlickerIsNoObject() {
        rules("{}");
        for (int i = 0; i < 5; i++) {
            see(car(50, 50));
            for (int j = 0; j < 15; j++) {
                see();
            }
        }
        events.addAll(engine.end("completed"));
        assertThat(events).isEmpty();
    }

    @Test
    void anObjectEndsAfterResultsWithoutItAndLeavesItsZonesFirst() {
        rules(ZONE.formatted("\"settle\": 0"));
        see(car(50, 50));
        see(car(50, 50));
        assertThat(told()).containsExactly("appeared", "entered dock", "count dock", "occupied dock");
        for (int i = 0; i < 10; i++) {
            see();
        }
        assertThat(events).isEmpty();
        see();
        assertThat(events.get(1).time().at()).isEqualTo(Instant.ofEpochMilli(200));
        assertThat(told()).containsExactly("left dock unseen", "ended unseen", "count dock", "empty dock");
    }

    @Test
    void aSilenceIsNoAbsenceUntilItLastsTooLong() {
        rules(ZONE.formatted("\"settle\": 0"));
        see(car(50, 50));
        told();
        millis += 9_000;
        assertThat(engine.tick(Instant.ofEpochMilli(millis))).isEmpty();
        see(car(52, 50));
        assertThat(told()).isEmpty();
        events.addAll(engine.tick(Instant.ofEpochMilli(millis + 10_001)));
        assertThat(told()).containsExactly("left dock silence", "ended silence", "count dock", "empty dock");
    }

    @Test
    void anotherConnectionHasOtherTrackerIdsAndTheSameObjects() {
        rules(ZONE.formatted("\"settle\": 0"));
        see(car(50, 50, 1), car(150, 150, 2));
        List<String> before = objects();
        told();
        connectAgain("s2", 4_000);
        see(car(152, 150, 1), car(51, 50, 7));
        assertThat(told()).isEmpty();
        for (int i = 0; i < 11; i++) {
            see(car(51, 50, 7));
        }
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo(ObjectEvent.Type.ended);
            assertThat(event.objectId()).isEqualTo(before.get(1));
            assertThat(event.trackerId()).isEqualTo(1);
        });
    }

    @Test
    void whatIsElsewhereOrOfAnotherClassAfterAGapIsAnotherObject() {
        rules("{\"objects\": {\"confirmFrames\": 1}}");
        see(car(50, 50, 1), car(150, 150, 2));
        told();
        connectAgain("s2", 2_000);
        see(car(90, 50, 1), box(150, 150, 2L, "dog", 0.9));
        assertThat(told()).containsExactly("appeared", "appeared");
    }

    @Test
    void aTrackerIdIsTheObjectWhereverItIs() {
        rules("{\"objects\": {\"confirmFrames\": 1, \"updateEvery\": 0}}");
        see(car(20, 20, 5));
        see(car(180, 180, 5));
        assertThat(told()).containsExactly("appeared");
        see(car(180, 180, 6));
        assertThat(told()).containsExactly("appeared");
    }

    @Test
    void theBuiltInTrackerKeepsObjectsApartThatPassEachOther() {
        rules("{\"objects\": {\"confirmFrames\": 1, \"updateEvery\": 0}}");
        see(car(20, 50), car(180, 62));
        List<String> ids = objects();
        for (int x = 24; x <= 180; x += 4) {
            see(car(x, 50), car(200 - x, 62));
        }
        assertThat(told()).containsExactly("appeared", "appeared");
        events.addAll(engine.end("completed"));
        assertThat(events).extracting(ObjectEvent::objectId).containsExactlyElementsOf(ids);
        assertThat(events.get(0).before().box().x()).isEqualTo(180);
    }

    @Test
    void lowConfidenceKeepsAnObjectAliveButMakesNone() {
        rules("{\"classes\": {\"*\": {\"confidence\": 0.5}}, \"objects\": {\"confirmFrames\": 1}}");
        see(box(50, 50, null, "car", 0.45));
        assertThat(events).isEmpty();
        see(box(50, 50, null, "car", 0.55));
        for (int i = 0; i < 20; i++) {
            see(box(50, 50, null, "car", 0.2));
        }
        assertThat(told()).containsExactly("appeared");
    }

    @Test
    void classesAndSizesThatAreNotAskedForAreLeftOut() {
        rules("""
                {"only": true, "classes": {"car": {"minimumWidth": 20, "minimumHeight": 20}}, "objects": {"confirmFrames": 1}}""");
        see(box(50, 50, null, "dog", 0.9), new Detection(150, 150, 19, 30, 0.9, "car", 0, null, null, List.of(), List.of(), null));
        assertThat(events).isEmpty();
        see(car(50, 50));
        assertThat(told()).containsExactly("appeared");
    }

    @Test
    void aVisitCountsFromItsFirstSightingOnceItHasSettled() {
        rules(ZONE.formatted("\"settle\": 0.3, \"dwell\": [0.5, 1]"));
        see(car(150, 50, 1));
        for (int i = 0; i < 3; i++) {
            see(car(90, 50, 1));
        }
        assertThat(told()).containsExactly("appeared");
        see(car(90, 50, 1));
        assertThat(millis(events.get(0).time().at())).isEqualTo(200);
        assertThat(events.get(0).before().zones()).isEmpty();
        assertThat(events.get(0).after().zones()).containsExactly("dock");
        assertThat(told()).containsExactly("entered dock", "count dock", "occupied dock");
        see(car(112, 50, 1));
        see(car(90, 50, 1));
        assertThat(events).singleElement().satisfies(event -> assertThat(event.seconds()).isEqualTo(0.5));
        assertThat(told()).containsExactly("dwelling dock");
        for (int i = 0; i < 4; i++) {
            see(car(110, 50, 1));
        }
        assertThat(events.get(0).seconds()).isEqualTo(0.6);
        assertThat(millis(events.get(0).time().at())).isEqualTo(800);
        assertThat(told()).containsExactly("left dock", "count dock", "empty dock");
    }

    /** The drawing of docs/events.adoc: four results a second. */
    @Test
    void aVisitAsItIsDrawn() {
        rules(ZONE.formatted("\"settle\": 0.5, \"dwell\": [2]"));
        StringBuilder drawn = new StringBuilder();
        for (char where : "oiiiiioiiiiiioooo".toCharArray()) {
            millis += 150;
            see(where == 'i' ? car(50, 50, 1) : car(150, 50, 1));
            drawn.append(told().stream().filter(event -> event.endsWith(" dock") && !event.matches("(count|occupied|empty) .*"))
                    .map(event -> event.substring(0, 1).toUpperCase(Locale.ROOT)).findFirst().orElse("-"));
        }
        assertThat(drawn).hasToString("---E-----D-----L-");
    }

    @Test
    void anObjectThatIsNotSeenStaysInItsZone() {
        rules(ZONE.formatted("\"settle\": 0, \"dwell\": 0.5"));
        see(car(50, 50));
        told();
        for (int i = 0; i < 6; i++) {
            see();
        }
        see(car(50, 50));
        assertThat(events).singleElement().satisfies(event -> assertThat(event.seconds()).isEqualTo(0.7));
    }

    @Test
    void aCooldownKeepsBackTheEventsOfTheNextVisit() {
        rules(ZONE.formatted("\"settle\": 0, \"cooldown\": 1"));
        see(car(95, 50, 1));
        see(car(112, 50, 1));
        told();
        see(car(95, 50, 1));
        see(car(112, 50, 1));
        assertThat(told()).containsExactly("count dock", "occupied dock", "count dock", "empty dock");
    }

    @Test
    void aCountIsToldWhenItLasts() {
        rules(ZONE.formatted("\"settle\": 0, \"countAfter\": 0.2"));
        see(car(30, 50));
        see(car(30, 50), car(80, 50));
        assertThat(told()).containsExactly("appeared", "entered dock", "appeared", "entered dock");
        see(car(30, 50), car(80, 50));
        assertThat(events.get(0).before().count()).isZero();
        assertThat(events.get(0).after().count()).isEqualTo(2);
        assertThat(millis(events.get(0).time().at())).isEqualTo(100);
        assertThat(told()).containsExactly("count dock", "occupied dock");
    }

    @Test
    void changesAreToldTogetherAndNotTooOften() {
        rules("{\"objects\": {\"confirmFrames\": 1, \"updateEvery\": 0.5}}");
        see(box(50, 50, 1L, "car", 0.4));
        see(box(50, 50, 1L, "truck", 0.9));
        see(box(50, 50, 1L, "truck", 0.9));
        assertThat(told()).containsExactly("appeared");
        for (int i = 0; i < 10; i++) {
            see(box(50, 50, 1L, "truck", 0.9));
        }
        assertThat(events.get(0).before().className()).isEqualTo("car");
        assertThat(events.get(0).after().className()).isEqualTo("truck");
        assertThat(told()).containsExactly("updated class,snapshot");
    }

    @Test
    void lateAndDoubledResultsAreLeftOut() {
        rules("{\"objects\": {\"confirmFrames\": 1}}");
        see(car(50, 50));
        connectAgain("s2", 0);
        see(car(50, 50));
        told();
        assertThat(engine.see(new Sighting("s1", 9, time(millis + 500), 200, 200, List.of(car(150, 150))))).isEmpty();
        assertThat(engine.see(new Sighting("s2", 1, time(millis + 500), 200, 200, List.of(car(150, 150))))).isEmpty();
        assertThat(engine.late()).isEqualTo(2);
        assertThat(engine.alive()).isEqualTo(1);
    }

    @Test
    void aServersClockThatIsBehindDoesNotTurnTheOrderOfEvents() {
        rules("{\"objects\": {\"confirmFrames\": 1}}");
        millis = 100_000;
        see(car(50, 50));
        connectAgain("s2", -60_000);
        see(car(50, 50), car(150, 150));
        assertThat(events).extracting(event -> millis(event.time().at())).containsExactly(100_100L, 100_100L);
        see(car(50, 50), car(150, 150), car(150, 20));
        assertThat(millis(events.get(2).time().at())).isEqualTo(100_200L);
    }

    @Test
    void aLineCountsBothWaysAndItsCooldownOnlySilencesIt() {
        rules("""
                {"objects": {"confirmFrames": 1, "updateEvery": 0},
                 "lines": [{"name": "gate", "from": [100, 200], "to": [100, 0], "cooldown": 10}]}""");
        for (int x : new int[] {80, 88, 104, 112, 104, 88, 80, 88, 104, 112}) {
            see(car(x, 100, 1));
        }
        List<ObjectEvent> crossed = events.stream().filter(event -> event.type() == ObjectEvent.Type.crossed).toList();
        assertThat(crossed).singleElement().satisfies(event -> {
            // from the lower end to the upper one: left hand is left
            assertThat(event.direction()).isEqualTo(ObjectEvent.Direction.out);
            assertThat(event.line()).isEqualTo("gate");
            assertThat(event.after().count()).isEqualTo(1);
        });
    }

    @Test
    void aCrossingBeforeTheObjectIsConfirmedIsToldAfterIt() {
        rules("""
                {"objects": {"confirmFrames": 4, "confirmOf": 4, "updateEvery": 0},
                 "lines": [{"name": "gate", "from": [100, 200], "to": [100, 0]}]}""");
        for (int x : new int[] {80, 112, 120, 125}) {
            see(car(x, 100, 1));
        }
        assertThat(events).extracting(ObjectEvent::type).containsExactly(ObjectEvent.Type.appeared, ObjectEvent.Type.crossed);
        assertThat(millis(events.get(1).time().at())).isEqualTo(200);
    }

    @Test
    void rulesMayChangeWhileObjectsLive() {
        rules(ZONE.formatted("\"settle\": 0"));
        see(car(50, 50));
        told();
        events.addAll(engine.rules(RulesReader.read(ZONE.formatted("\"settle\": 0").replace("100", "90"))));
        see(car(50, 50));
        assertThat(told()).isEmpty();
        events.addAll(engine.rules(RulesReader.read(ZONE.formatted("\"settle\": 0").replace("dock", "bay"))));
        assertThat(told()).containsExactly("left dock rules", "count dock", "empty dock");
        see(car(50, 50));
        assertThat(told()).containsExactly("entered bay", "count bay", "occupied bay");
    }

    @Test
    void relativeCoordinatesAreSharesOfTheFrame() {
        rules("""
                {"coordinates": "relative", "objects": {"confirmFrames": 1, "updateEvery": 0},
                 "zones": [{"name": "right", "polygon": [[0.5,0],[1,0],[1,1],[0.5,1]], "anchors": "center", "settle": 0}]}""");
        see(car(90, 50, 1));
        see(car(110, 50, 1));
        assertThat(told()).containsExactly("appeared", "entered right", "count right", "occupied right");
    }

    @Test
    void relativeCoordinatesNeedTheSizeOfTheFrame() {
        rules("{\"coordinates\": \"relative\"}");
        assertThat(engine.see(new Sighting("s", 1, time(1), 0, 0, List.of()))).isEmpty();
        assertThatThrownBy(() -> engine.see(new Sighting("s", 2, time(2), 0, 0, List.of(car(1, 1)))))
                .isInstanceOf(RoboflowWebrtcException.class).hasMessageContaining("cam").hasMessageContaining("coordinates: pixels");
    }

    @Test
    void zonesAndLinesAreThoseOfTheCamera() {
        rules(ZONE.formatted("\"settle\": 0, \"cameras\": [\"other\"]"));
        see(car(50, 50));
        assertThat(told()).containsExactly("appeared");
    }

    @Test
    void whatIsNoBoxIsLeftOut() {
        rules("{\"objects\": {\"confirmFrames\": 1}}");
        see(new Detection(Double.NaN, 5, 20, 20, 0.9, "car", 0, null, null, List.of(), List.of(), null),
                new Detection(5, 5, 0, 20, 0.9, "car", 0, null, null, List.of(), List.of(), null),
                new Detection(5, 5, 20, 20, Double.NaN, "car", 0, null, null, List.of(), List.of(), null));
        assertThat(engine.alive()).isZero();
        assertThat(events).isEmpty();
    }

    private List<String> objects() {
        return events.stream().filter(event -> event.type() == ObjectEvent.Type.appeared).map(ObjectEvent::objectId).toList();
    }
}
