package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.core.detection.Detection;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.LineRule;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import io.github.camelvision.roboflow.webrtc.testing.Chromium;
import io.github.camelvision.roboflow.webrtc.testing.Conveyor;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Zones and lines in the live view, in Chromium: what is watched is drawn with its counts, and what is drawn by hand counts. Writes
 * screenshots to target; {@code -Dlive-view.update=true} copies two of them to docs/images.
 */
@Timeout(300)
class LiveZonesIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVIL = "<img src=x onerror=alert(1)>";
    /** From where on the belt is full. */
    private static final int FIRST = 330;
    private static final String RULES = """
            coordinates: pixels
            zones:
              - {name: inspection, polygon: [[300, 120], [560, 120], [620, 420], [300, 420]], anchors: center}
            lines:
              - {name: gate, from: [700, 100], to: [700, 430], anchors: center}
            """;

    @TempDir
    private Path directory;
    private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    private RouteFixture fixture;
    private String page;
    private Path rules;

    @BeforeEach
    void start() throws Exception {
        rules = Files.writeString(directory.resolve("rules.yaml"), RULES);
        fixture = new RouteFixture();
        page = fixture.workerUrl() + "/roboflow-webrtc/";
        fixture.context().getPropertiesComponent().addInitialProperty("rules", rules.toUri().getPath());
        fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class).setLiveView(true);
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:parts?workflowId=parts")
                        .process(exchange -> exchange.getMessage().setBody(Conveyor.find(exchange.getMessage().getBody(Frame.class))));
                from("roboflow-webrtc:belt?source=manual&emit=objects&objectRules=file:{{rules}}&apiUrl={{worker.url}}&workspace=test"
                        + "&workflowId=parts").to("mock:events");
                from("direct:frames").to("roboflow-webrtc:belt");
                from("direct:reload").setHeader(RoboflowWebrtcConstants.COMMAND, constant("reloadObjectRules")).to("roboflow-webrtc:belt");
            }
        }).start();
        ProducerTemplate frames = fixture.context().createProducerTemplate();
        AtomicInteger next = new AtomicInteger(FIRST);
        camera.scheduleAtFixedRate(() -> frames.sendBody("direct:frames", Conveyor.paint(next.getAndIncrement() % 4096)), 0, 80,
                TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() {
        camera.shutdownNow();
        fixture.close();
    }

    private void stopCamera() throws InterruptedException {
        camera.shutdown();
        assertThat(camera.awaitTermination(45, SECONDS)).isTrue();
    }

    private Map<ObjectEvent.Direction, Integer> crossings(String line) {
        Map<ObjectEvent.Direction, Integer> crossings = new TreeMap<>(Map.of(ObjectEvent.Direction.in, 0, ObjectEvent.Direction.out, 0));
        fixture.mock("events").getExchanges().stream().map(e -> e.getMessage().getBody(ObjectEvent.class))
                .filter(event -> event.type() == ObjectEvent.Type.crossed && line.equals(event.line()))
                .forEach(event -> crossings.merge(event.direction(), 1, Integer::sum));
        return crossings;
    }

    private static String text(Chromium browser, String id) {
        return browser.evaluate("document.getElementById('" + id + "').textContent").asText();
    }

    private static void write(String name, Chromium browser) throws Exception {
        Path file = Files.write(Path.of("target", name), browser.screenshot());
        if (Boolean.getBoolean("live-view.update") && !name.contains("phone")) {
            Files.copy(file, Path.of("../docs/images", name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void fits(Chromium browser, int width) {
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
    }

    @Test
    void whatIsWatchedIsDrawnWithItsCounts() throws Exception {
        try (Chromium browser = Chromium.start()) {
            browser.size(1280, 800);
            browser.open(page + "#client%2Fbelt");
            browser.until("document.querySelectorAll('#overlay .trail').length > 2");
            browser.until("document.querySelectorAll('#overlay .zone').length === 1");
            browser.until("/gate: [1-9][0-9]* in, 0 out/.test(document.getElementById('overlay').textContent)");
            browser.until(
                    "[...document.querySelectorAll('#overlay .trail')].some(each => each.getAttribute('points').split(' ').length > 8)");
            // the drawing lies on the frame
            assertThat(browser.evaluate("['left', 'top', 'width', 'height'].every(side => Math.abs("
                    + "document.getElementById('overlay').getBoundingClientRect()[side]"
                    + " - document.getElementById('frame').getBoundingClientRect()[side]) < 1)").asBoolean()).isTrue();
            write("live-view-zones.png", browser);
            browser.size(390, 844);
            browser.until("document.getElementById('overlay').getBoundingClientRect().width < 390");
            fits(browser, 390);
            write("live-view-zones-phone.png", browser);
            Files.writeString(rules, RULES.replace("inspection", '"' + EVIL + '"'));
            fixture.context().createProducerTemplate().sendBody("direct:reload", null);
            browser.until("document.getElementById('overlay').textContent.includes('<img src=x')");
            assertThat(text(browser, "counts")).contains(EVIL);
            assertThat(browser.evaluate("document.querySelectorAll('img[onerror]').length").asInt()).isZero();
            browser.evaluate("document.getElementById('zones').click()");
            browser.until("document.querySelectorAll('#overlay *').length === 0");

            stopCamera();
            await("counts").atMost(60, SECONDS).until(() -> {
                Map<ObjectEvent.Direction, Integer> there = crossings("gate");
                return text(browser, "counts").contains("gate" + there.get(ObjectEvent.Direction.in) + " crossed in, "
                        + there.get(ObjectEvent.Direction.out) + " crossed out");
            });
        }
    }

    @Test
    void whatIsDrawnCounts() throws Exception {
        try (Chromium browser = Chromium.start()) {
            browser.size(1280, 800);
            browser.open(page + "#client%2Fbelt");
            browser.until("document.getElementById('draw')?.href.endsWith('zones.html#client%2Fbelt')");
            browser.until("!document.getElementById('draw').hidden");
            browser.evaluate("document.getElementById('draw').click()");
            drawing(browser);
            // with the mouse: from the lower edge of the belt up, so that what comes from the right would be in
            browser.evaluate("document.querySelector('input[value=line]').click()");
            drag(browser, new Detection.Point(0.5, 0.9), new Detection.Point(0.5, 0.1));
            browser.evaluate("document.querySelectorAll('.shape button')[0].click()"); // swap in and out
            write("live-view-draw.png", browser);
            rename(browser, 0, "Tor \"süd\": " + EVIL);

            browser.size(390, 844);
            browser.until("document.getElementById('paper').getBoundingClientRect().width < 390");
            fits(browser, 390);
            browser.evaluate("document.querySelector('input[value=zone]').click()");
            List<Detection.Point> corners = List.of(new Detection.Point(0.6, 0.15), new Detection.Point(0.95, 0.15),
                    new Detection.Point(0.95, 0.85), new Detection.Point(0.6, 0.85), new Detection.Point(0.6, 0.15));
            corners.forEach(corner -> tap(browser, corner));
            browser.until("document.querySelectorAll('.shape').length === 2");
            browser.evaluate("scrollTo(0, 0)");
            write("live-view-draw-phone.png", browser);

            String yaml = browser.evaluate("document.getElementById('text').value").asText();
            browser.evaluate("document.querySelector('input[value=json]').click()");
            String json = browser.evaluate("document.getElementById('text').value").asText();
            assertThat(JSON.readTree(json).path("coordinates").asText()).isEqualTo("relative");
            ObjectRules drawn = RulesReader.read(yaml);
            assertThat(drawn).isEqualTo(RulesReader.read(json));
            near(drawn.zones().get(0).polygon(), corners.subList(0, 4));
            LineRule line = drawn.lines().get(0);
            assertThat(line.name()).isEqualTo("Tor \"süd\": " + EVIL);
            near(List.of(line.from(), line.to()), List.of(new Detection.Point(0.5, 0.1), new Detection.Point(0.5, 0.9)));
            assertThat(counts(drawn)).isEqualTo(counts(RulesReader.read("""
                    {"coordinates": "relative",
                     "zones": [{"name": "zone-1", "polygon": [[0.6, 0.15], [0.95, 0.15], [0.95, 0.85], [0.6, 0.85]]}],
                     "lines": [{"name": "a", "from": [0.5, 0.1], "to": [0.5, 0.9]}]}"""))).containsKeys("crossed in", "entered", "left");

            // as the page says: into the file, and the command
            Files.writeString(rules, yaml);
            fixture.context().createProducerTemplate().sendBody("direct:reload", null);
            browser.size(1280, 800);
            browser.evaluate("document.getElementById('back').click()");
            browser.until("/[1-9][0-9]* crossed in, 0 crossed out/.test(document.getElementById('counts')?.textContent)");
            stopCamera();
            await("counts").atMost(60, SECONDS).until(() -> text(browser, "counts")
                    .contains(crossings(line.name()).get(ObjectEvent.Direction.in) + " crossed in, 0 crossed out"));
            assertThat(fixture.mock("events").getExchanges()).extracting(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.ZONE))
                    .contains("zone-1");
            assertThat(browser.evaluate("document.querySelectorAll('img[onerror]').length").asInt()).isZero();
        }
    }

    @Test
    void whatCannotBeTakenIsNotCopiedOut() throws Exception {
        try (Chromium browser = Chromium.start()) {
            browser.size(1280, 800);
            browser.open(page + "zones.html#client%2Fbelt");
            drawing(browser);
            browser.evaluate("document.querySelector('input[value=line]').click()");
            drag(browser, new Detection.Point(0.3, 0.3), new Detection.Point(0.3, 0.3));
            browser.until("document.getElementById('hint').textContent.includes('too short')");
            assertThat(browser.evaluate("document.querySelectorAll('.shape').length").asInt()).isZero();
            drag(browser, new Detection.Point(0.3, 0.2), new Detection.Point(0.3, 0.8));
            drag(browser, new Detection.Point(0.7, 0.2), new Detection.Point(0.7, 0.8));
            rename(browser, 1, "line-1");
            browser.until("document.getElementById('wrong').textContent === 'Two lines have the name line-1.'");
            assertThat(browser.evaluate("document.getElementById('copy').disabled").asBoolean()).isTrue();
            rename(browser, 1, " ");
            browser.until("document.getElementById('wrong').textContent.includes('needs a name')");
            rename(browser, 1, "second");
            browser.until("document.getElementById('wrong').hidden && !document.getElementById('copy').disabled");

            // an end of a line is moved, beyond the frame's edge: it stays at the edge
            drag(browser, new Detection.Point(0.7, 0.8), new Detection.Point(0.8, 1.05));
            ObjectRules moved = RulesReader.read(browser.evaluate("document.getElementById('text').value").asText());
            near(List.of(moved.lines().get(1).to()), List.of(new Detection.Point(0.8, 1)));
            browser.evaluate("document.getElementById('copy').click()");
            browser.until("document.getElementById('copied').textContent !== ''");
            browser.evaluate("document.getElementById('undo').click()");
            browser.until("document.querySelectorAll('.shape').length === 1");
        }
    }

    /** The server reads the film, and returns no frames. */
    @Test
    void withoutFramesThereAreTheCounts() throws Exception {
        try (Chromium browser = Chromium.start()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:still?workflowId=still")
                            .process(exchange -> exchange.getMessage().setBody(Conveyor.find(Conveyor.paint(FIRST))));
                    from("roboflow-webrtc:film?source=file&sourceUri=" + TestVideos.of(60).file()
                            + "&emit=objects&objectRules=file:{{rules}}"
                            + "&apiUrl={{worker.url}}&workspace=test&workflowId=still&reconnect=false").to("mock:film");
                }
            });
            browser.size(1280, 800);
            browser.open(page + "#client%2Ffilm");
            browser.until("document.querySelector('#sessions a[data-id=\"client/film\"] .state')?.textContent === 'CLOSED'");
            browser.until("document.getElementById('counts').textContent === 'inspection0 objects inside now"
                    + "gate0 crossed in, 0 crossed out'");
            assertThat(text(browser, "noframe")).contains("emit=objects", "snapshots or clipDirectory");
            assertThat(fixture.mock("film").getExchanges()).extracting(e -> e.getMessage().getHeader(RoboflowWebrtcConstants.OBJECT_EVENT))
                    .contains("entered", "left");
            assertThat(browser.evaluate("document.getElementById('draw').hidden").asBoolean()).isTrue();
        }
    }

    /** Waits until the page has a frame to draw on. */
    private static void drawing(Chromium browser) {
        browser.until("document.getElementById('paper') && document.getElementById('frame')?.hidden === false");
    }

    private static void rename(Chromium browser, int shape, String name) throws Exception {
        browser.evaluate("(input => { input.value = " + JSON.writeValueAsString(name)
                + "; input.dispatchEvent(new Event('input')); })(document.querySelectorAll('.shape input')[" + shape + "])");
    }

    private static void drag(Chromium browser, Detection.Point from, Detection.Point to) {
        Detection.Point begin = onScreen(browser, from);
        Detection.Point end = onScreen(browser, to);
        browser.drag(begin.x(), begin.y(), end.x(), end.y());
    }

    private static void tap(Chromium browser, Detection.Point point) {
        Detection.Point at = onScreen(browser, point);
        browser.tap(at.x(), at.y());
    }

    private static Detection.Point onScreen(Chromium browser, Detection.Point part) {
        JsonNode box = browser.evaluate("document.getElementById('paper').getBoundingClientRect().toJSON()");
        return new Detection.Point(box.path("x").asDouble() + part.x() * box.path("width").asDouble(),
                box.path("y").asDouble() + part.y() * box.path("height").asDouble());
    }

    private static void near(List<Detection.Point> points, List<Detection.Point> wanted) {
        assertThat(points).hasSameSizeAs(wanted);
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i).x()).isCloseTo(wanted.get(i).x(), within(0.01));
            assertThat(points.get(i).y()).isCloseTo(wanted.get(i).y(), within(0.01));
        }
    }

    /** What an engine tells of the belt, without a network. */
    private static Map<String, Integer> counts(ObjectRules rules) {
        ObjectEngine engine = new ObjectEngine("belt", rules);
        Map<String, Integer> counts = new TreeMap<>();
        for (int frame = FIRST; frame < FIRST + 400; frame++) {
            Detections found = Detections.of(JSON.valueToTree(Conveyor.find(Conveyor.paint(frame)).get("predictions")));
            engine.see(new Sighting("test", frame, new EventTime(Instant.EPOCH.plusMillis(80L * frame), EventTime.Source.frames, null),
                    Conveyor.WIDTH, Conveyor.HEIGHT, found.getList())).stream().filter(event -> event.type() != ObjectEvent.Type.updated)
                    .forEach(event -> counts.merge(event.type() + (event.direction() == null ? "" : " " + event.direction()), 1,
                            Integer::sum));
        }
        return counts;
    }
}
