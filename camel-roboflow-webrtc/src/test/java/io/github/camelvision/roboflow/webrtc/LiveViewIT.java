package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.testing.Chromium;
import io.github.camelvision.roboflow.webrtc.testing.Conveyor;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.worker.WorkerConsumer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The live view over real sessions, by HTTP and in Chromium. Writes target/live-view.png;
 * {@code -Dlive-view.update=true} copies it and the wall to docs/images.
 */
@Timeout(300)
class LiveViewIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "s3cr3t-never-shown";
    private static final String EVIL = "<img src=x onerror=document.title='hacked'>";
    private static final Path SCREENSHOT = Path.of("target", "live-view.png");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();
    private RouteFixture fixture;
    private String url;

    @BeforeEach
    void start() throws Exception {
        fixture = new RouteFixture();
        url = fixture.context().resolvePropertyPlaceholders("{{worker.url}}") + "/roboflow-webrtc";
        fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class).setLiveView(true);
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:parts?workflowId=parts")
                        .process(exchange -> exchange.getMessage().setBody(Conveyor.find(exchange.getMessage().getBody(Frame.class))));
                from("roboflow-webrtc-worker:labels?workflowId=labels").setBody(constant(Map.of(EVIL, EVIL)));
                from("roboflow-webrtc:line-1?source=manual&apiUrl={{worker.url}}&workspace=test&workflowId=parts&apiKey=" + SECRET)
                        .to("mock:results");
                from("direct:frames").to("roboflow-webrtc:line-1");
                from("roboflow-webrtc:dock-3?source=manual&apiUrl={{worker.url}}&workspace=test&workflowId=labels").to("mock:labels");
                from("direct:labels").to("roboflow-webrtc:dock-3");
                from("roboflow-webrtc-worker:broken?workflowId=broken").throwException(new IllegalStateException("The lamp is off"));
                from("roboflow-webrtc:gate-2?source=manual&apiUrl={{worker.url}}&workspace=test&workflowId=broken").to("mock:broken");
                from("direct:broken").to("roboflow-webrtc:gate-2");
                from("roboflow-webrtc:gate-9?source=rtsp&sourceUri=rtsp://admin:" + SECRET + "@10.0.0.7/stream&apiKey=" + SECRET
                        + "&apiUrl=http://127.0.0.1:9&workspace=test&workflowId=parts&reconnectDelay=600s&reconnectMaxDelay=600s")
                                .to("mock:gate");
            }
        }).start();
    }

    @AfterEach
    void stop() {
        camera.shutdownNow();
        fixture.close();
    }

    /** The belt runs until the test ends. */
    private void startCamera() {
        ProducerTemplate frames = fixture.context().createProducerTemplate();
        AtomicInteger next = new AtomicInteger(330);
        camera.scheduleAtFixedRate(() -> {
            frames.sendBody("direct:frames", Conveyor.paint(next.getAndIncrement() % 4096));
            frames.sendBody("direct:labels", Conveyor.paint(1));
            frames.sendBody("direct:broken", Conveyor.paint(2));
        }, 0, 80, TimeUnit.MILLISECONDS);
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    private static JsonNode session(JsonNode list, String id) {
        for (JsonNode session : list.path("sessions")) {
            if (session.path("id").asText().equals(id)) {
                return session;
            }
        }
        return JSON.nullNode();
    }

    @Test
    void listsEverySessionAndShowsWhatOneSeesWithoutCredentials() throws Exception {
        startCamera();
        String line = "id=client/line-1&viewer=test";
        await().atMost(60, SECONDS).until(() -> json("/session.json?" + line).path("detections").size() > 2);
        JsonNode found = json("/session.json?" + line);
        assertThat(found.at("/detections/0/class").asText()).isIn("bolt", "nut", "washer");
        await().atMost(60, SECONDS).until(() -> get("/frame.jpg?" + line).statusCode() == 200);
        HttpResponse<byte[]> jpeg = get("/frame.jpg?" + line);
        Frame frame = ImageCodec.decode(jpeg.body());
        assertThat(List.of(frame.width(), frame.height())).isEqualTo(List.of(Conveyor.WIDTH, Conveyor.HEIGHT));
        assertThat(jpeg.headers().firstValue("Expires")).contains("0");

        await().atMost(60, SECONDS).until(() -> session(json("/sessions.json"), "client/gate-9").path("state").asText().equals("WAITING"));
        JsonNode list = json("/sessions.json");
        assertThat(list.toString()).doesNotContain(SECRET);
        JsonNode session = session(list, "client/line-1");
        assertThat(session.path("state").asText()).isEqualTo("STREAMING");
        assertThat(session.path("latencyMs").asInt(-1)).isNotNegative();
        assertThat(session(list, "client/gate-9").path("lastError").asText()).isNotBlank();
        assertThat(session(list, "client/gate-9").path("hasFrames").asBoolean()).isFalse();
        String worker = "worker/parts/";
        JsonNode served = list.path("sessions").findParents("id").stream().filter(each -> each.path("id").asText().startsWith(worker))
                .findFirst().orElseThrow();
        String whole = fixture.context().getRoutes().stream().map(Route::getConsumer).filter(WorkerConsumer.class::isInstance)
                .flatMap(consumer -> ((WorkerConsumer) consumer).listSessions().stream()).findFirst().orElseThrow().split(" ")[0];
        // who knows it may end the session
        assertThat(list.toString()).doesNotContain(whole).contains(whole.substring(0, 6));
        String atWorker = "id=" + served.path("id").asText() + "&viewer=test";
        await().atMost(60, SECONDS).until(() -> json("/session.json?" + atWorker).path("detections").size() > 0
                && get("/frame.jpg?boxes=false&" + atWorker).statusCode() == 200);
    }

    @Test
    void showsTheFrameThatTheServerReturnsWhereFramesAreAskedFor() throws Exception {
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:paired?source=manual&emit=paired&streamOutput=image&dataOutput=number&" + RouteFixture.client())
                        .to("mock:paired");
                from("direct:paired").to("roboflow-webrtc:paired");
            }
        });
        ProducerTemplate frames = fixture.context().createProducerTemplate();
        AtomicInteger next = new AtomicInteger();
        camera.scheduleAtFixedRate(() -> frames.sendBody("direct:paired", PaintedFrames.paint(next.incrementAndGet(), 640, 480)),
                0, 80, TimeUnit.MILLISECONDS);
        String paired = "id=client/paired&viewer=test";
        await().atMost(60, SECONDS).until(() -> {
            HttpResponse<byte[]> jpeg = get("/frame.jpg?" + paired);
            return jpeg.statusCode() == 200 && PaintedFrames.read(ImageCodec.decode(jpeg.body())) > 0;
        });
        await().atMost(60, SECONDS).until(() -> json("/session.json?" + paired).at("/outputs/number").asInt() > 0);
    }

    @Test
    void theLastFrameOfAFileStays() throws Exception {
        int last = 200;
        CountDownLatch watched = new CountDownLatch(1);
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:film?source=file&emit=paired&streamOutput=image&dataOutput=number"
                        + "&frameDelivery=dataChannel&sourceUri=" + TestVideos.of(last).file() + "&" + RouteFixture.client())
                                .routeId("film").autoStartup(false).process(exchange -> watched.await()).to("mock:film");
            }
        });
        try (Chromium browser = Chromium.start()) {
            browser.open(url + "/#client%2Ffilm");
            browser.until("document.querySelectorAll('#sessions a').length > 0 && !document.getElementById('error').hidden");
            fixture.context().getRouteController().startRoute("film");
            browser.until("document.getElementById('error').hidden");
            watched.countDown();
            String over = "document.querySelector('#sessions a[data-id=\"client/film\"] .state')?.textContent === 'CLOSED'";
            browser.until(over);
            await("last frame").atMost(60, SECONDS).until(() -> shownNumber(browser) == last);
            browser.evaluate("location.hash = '#client%2Fgate-9'");
            browser.until("document.getElementById('noframe').textContent.includes('No frames here')");
            // nothing gives it again
            browser.evaluate("void (window.fetch = () => Promise.reject(new TypeError('away')))");
            browser.until("!document.getElementById('problem').hidden");
            browser.evaluate("location.hash = '#client%2Ffilm'");
            browser.until("document.getElementById('name').textContent === 'film' && !document.getElementById('frame').hidden");
            assertThat(shownNumber(browser)).isEqualTo(last);
        }
    }

    /** The painted number of the frame on the page; -1: none is shown. */
    private static int shownNumber(Chromium browser) {
        String jpeg = browser.evaluate("(image => { if (image.hidden || !image.complete || !image.naturalWidth) { return ''; }"
                + " const canvas = document.createElement('canvas'); canvas.width = image.naturalWidth;"
                + " canvas.height = image.naturalHeight; canvas.getContext('2d').drawImage(image, 0, 0);"
                + " return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]; })(document.getElementById('frame'))").asText();
        return jpeg.isEmpty() ? -1 : PaintedFrames.read(ImageCodec.decode(Base64.getDecoder().decode(jpeg)));
    }

    @Test
    void answersThatMustNotBeTakenForAnythingElse() throws Exception {
        HttpResponse<byte[]> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(get("").headers().firstValue("Location").map(where -> URI.create(url).resolve(where).toString())).contains(url + "/");
        assertThat(get("/frame.jpg?id=client/nobody&viewer=test").statusCode()).isEqualTo(404);
        assertThat(get("/frame.jpg?id=client/gate-9").statusCode()).isEqualTo(503);
    }

    @Test
    void thePageShowsItInChromium() throws Exception {
        try (Chromium browser = Chromium.start()) {
            startCamera();
            browser.size(1280, 800);
            browser.open(url + "/");
            browser.until("document.querySelectorAll('#sessions .thumb img').length >= 3");
            browser.until("document.querySelector('#sessions a[data-id=\"client/gate-2\"] .state').textContent === 'FRAMES FAIL'");
            browser.until("[...document.querySelectorAll('#sessions .thumb img')].every(image => image.naturalWidth === 400)");
            browser.until("document.querySelector('#sessions a[data-id^=\"worker/broken/\"]').textContent.includes('frames in a row')");
            write(Path.of("target", "live-view-wall.png"), browser.screenshot());
            onAPhone(browser);
            browser.size(1280, 800);
            browser.evaluate("location.hash = '#client%2Fline-1'");
            browser.until("document.querySelectorAll('#sessions a').length >= 5");
            browser.until("document.querySelectorAll('#detections tbody tr').length > 2");
            browser.until("!document.getElementById('frame').hidden && document.getElementById('frame').naturalWidth === "
                    + Conveyor.WIDTH);
            browser.until("Number(document.querySelector('#sessions a[aria-current=true] strong').textContent) > 0");
            assertThat(browser.evaluate("document.querySelector('#sessions a[aria-current=true]').dataset.id").asText())
                    .isEqualTo("client/line-1");
            boolean update = Boolean.getBoolean("live-view.update");
            if (update) {
                browser.until("Number(document.querySelector('#sessions a[aria-current=true] strong').textContent) > 11");
            }
            browser.evaluate("scrollTo(0, 0)");
            write(SCREENSHOT, browser.screenshot());
            if (update) {
                Files.createDirectories(Path.of("../docs/images"));
                for (String name : List.of("live-view.png", "live-view-wall.png", "live-view-phone.png")) {
                    Files.copy(Path.of("target", name), Path.of("../docs/images", name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            browser.darkMode(true);
            write(Path.of("target", "live-view-dark.png"), browser.screenshot());
            browser.darkMode(false);

            // by keyboard: the first session gets the focus with Tab, and Enter opens it
            browser.evaluate("document.querySelector('#sessions a[data-id=\"client/gate-9\"]').focus()");
            browser.press("Enter", 13);
            browser.until("location.hash === '#client%2Fgate-9'");
            browser.until("document.getElementById('noframe').textContent.includes('No frames here')");
            write(Path.of("target", "live-view-no-frame.png"), browser.screenshot());
            assertThat(browser.evaluate("document.activeElement.dataset.id").asText()).isEqualTo("client/gate-9");

            browser.open(url + "/#client%2Fdock-3");
            browser.until("document.querySelector('#outputs dd') && document.querySelector('#outputs dd').textContent.includes('onerror')");
            assertThat(browser.evaluate("document.title").asText()).isEqualTo("Roboflow WebRTC: live view");
            assertThat(browser.evaluate("document.querySelectorAll('img[onerror]').length").asInt()).isZero();

            camera.shutdownNow();
            fixture.context().stop();
            browser.until("!document.getElementById('problem').hidden");
            write(Path.of("target", "live-view-away.png"), browser.screenshot());
        }
    }

    /** What is tapped shows at once, nothing is wider than the phone, and there is a way back. */
    private static void onAPhone(Chromium browser) throws Exception {
        browser.size(390, 844);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
        write(Path.of("target", "live-view-phone-wall.png"), browser.screenshot());
        browser.evaluate("document.querySelector('#sessions a[data-id=\"client/gate-2\"]').click()");
        browser.until("document.getElementById('failing').textContent.includes('frames in a row with errors')");
        browser.until(
                "!document.getElementById('frame').hidden && document.getElementById('frame').getBoundingClientRect().bottom < 844");
        assertThat(browser.evaluate("getComputedStyle(document.getElementById('list')).display").asText()).isEqualTo("none");
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(390);
        write(Path.of("target", "live-view-phone.png"), browser.screenshot());
        browser.evaluate("document.getElementById('all').click()");
        browser.until("document.getElementById('detail').hidden && document.getElementById('sessions').getBoundingClientRect().height > 0");
    }

    private static void write(Path file, byte[] bytes) throws Exception {
        Files.write(file, bytes);
    }
}
