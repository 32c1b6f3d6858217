package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.MeasuredRow;
import io.github.camelvision.roboflow.webrtc.testing.Ports;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.QuirkyCamera;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Cameras with the habits of real ones, captured by the worker and by the client. Writes the second table of docs/sources.adoc. */
class CameraQuirksIT {

    /** Painted numbers of the cameras' films. */
    private static final int NUMBERS = 60;
    private static final int AT_ONCE = 3;
    /** Frames of a camera until the first result; FFmpeg's own analysis would take 4 to 5 s of them. */
    private static final int LATEST_FIRST = 30;
    private static final List<QuirkyCamera> CAMERAS = QuirkyCamera.all().stream()
            .filter(camera -> camera.toString().matches(".*(" + System.getProperty("cameras.only", "") + ").*")).toList();
    private static final Map<QuirkyCamera, CompletableFuture<Viewing>> ROWS = new ConcurrentHashMap<>();

    private static ExecutorService sessions;
    private static RouteFixture fixture;
    private static PythonPeer rtsp;
    private static PythonPeer mjpeg;

    @BeforeAll
    static void start() throws Exception {
        FfmpegCli.assumeAvailable();
        PythonPeer.assumeAvailable();
        String x264 = "-c:v libx264 -preset ultrafast -tune zerolatency -crf 12"
                + " -x264-params slices=1:threads=1:keyint=10:min-keyint=10:scenecut=0";
        rtsp = PythonPeer.start("rtsp_camera.py", "--h264", film(320, 240, x264, "h264"), "--small", film(240, 180, x264, "h264"), "--h265",
                film(320, 240, "-c:v libx265 -preset ultrafast -tune zerolatency -crf 12"
                        + " -x265-params slices=1:keyint=10:min-keyint=10:scenecut=0:log-level=none", "hevc"));
        mjpeg = PythonPeer.start("mjpeg_camera.py");
        fixture = new RouteFixture("&allowedSourceHosts=127.0.0.1,[::1]").start();
        sessions = Executors.newFixedThreadPool(AT_ONCE);
        for (QuirkyCamera camera : CAMERAS) {
            ROWS.put(camera, CompletableFuture.supplyAsync(() -> view(camera), sessions));
        }
    }

    /** Painted frames as a stream that has no container. */
    private static String film(int width, int height, String encoder, String format) {
        Path video = TestVideos.of(NUMBERS).size(width, height).fps(25).file();
        String name = "film-" + width + "x" + height + "." + format;
        FfmpegCli.ffmpeg(video.getParent(), "-i " + video.getFileName() + " " + encoder + " -f " + format + " " + name);
        return video.resolveSibling(name).toString();
    }

    @AfterAll
    static void stop() {
        if (sessions != null) {
            sessions.shutdownNow();
        }
        for (AutoCloseable each : new AutoCloseable[] {fixture, rtsp, mjpeg}) {
            if (each != null) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    static List<QuirkyCamera> cameras() {
        return CAMERAS;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cameras")
    void framesArriveOrTheRefusalSaysWhy(QuirkyCamera camera) throws Exception {
        measured(ROWS.get(camera).get(5, TimeUnit.MINUTES));
    }

    private static void measured(Viewing viewing) {
        QuirkyCamera camera = viewing.camera;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", camera.kind());
        row.put("camera", camera.title());
        row.put("source", camera.source());
        if (camera.refused().isEmpty()) {
            assertThat(viewing.end).as("end of the session").isEmpty();
            assertThat(viewing.numbers).hasSizeGreaterThanOrEqualTo(camera.results());
            if (camera.uninterrupted() && !camera.kind().equals("RTMP")) {
                assertThat(viewing.numbers.get(0)).as("first frame that was answered").isLessThanOrEqualTo(LATEST_FIRST);
            }
            // by VP8 the first frames of a small film may be too coarse to read
            assertThat(viewing.unreadable).as("results of frames that are none").isLessThanOrEqualTo(viewing.numbers.size() / 5);
        } else {
            assertThat(viewing.numbers).isEmpty();
            assertThat(viewing.end).contains(camera.refused()).doesNotContain("p@ss").doesNotContain("p%40ss");
        }
        row.put("sent", camera.refused().isEmpty() && camera.uninterrupted() ? String.valueOf(viewing.sent()) : "");
        row.put("answered", viewing.numbers.size());
        row.put("first", viewing.first);
        row.put("end", camera.refused().isEmpty() ? "works" : "refused: " + viewing.end.replaceAll(":\\d{4,5}/", "/"));
        MeasuredRow.write("sources-cameras", camera.toString(), row);
    }

    /** FFmpeg's own server, which serves one viewer: whoever tries whether it listens is that one. */
    @ParameterizedTest
    @CsvSource({"H.264, ''", "H.264 and sound, -f lavfi -i sine -map 0:v -map 1:a -c:a aac"})
    void framesOfAnRtmpServerArrive(String title, String sound) throws Exception {
        QuirkyCamera camera = new QuirkyCamera("RTMP", title, "stream", "plain", false, "tcp", "", QuirkyCamera.ENOUGH);
        int port = Ports.take();
        String url = "rtmp://127.0.0.1:" + port + "/app/cam";
        String video = TestVideos.of(NUMBERS).size(320, 240).fps(25).file().toString();
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/ffmpeg", "-v", "error", "-nostdin", "-re", "-stream_loop", "-1", "-i", video));
        command.addAll(sound.isEmpty() ? List.of() : List.of(sound.split(" ")));
        command.addAll(List.of("-c:v", "copy", "-f", "flv", "-listen", "1", url));
        Process server = new ProcessBuilder(command).inheritIO().start();
        Viewing viewing = new Viewing(camera);
        try {
            String listening = "0100007F:%04X 00000000:0000 0A".formatted(port);
            await("the RTMP server").atMost(60, TimeUnit.SECONDS)
                    .until(() -> Files.readString(Path.of("/proc/net/tcp")).contains(listening));
            view(camera, "rtmp", url, viewing);
        } finally {
            server.destroyForcibly().waitFor();
        }
        measured(viewing);
    }

    private static Viewing view(QuirkyCamera camera) {
        PythonPeer peer = camera.kind().equals("MJPEG") ? mjpeg : rtsp;
        JsonNode ports = rtsp.events("listening").get(0);
        String name = "camera" + CAMERAS.indexOf(camera);
        Viewing viewing = new Viewing(camera);
        int before = peer.events(camera.kind().equals("MJPEG") ? "playing" : "keyframe").size();
        view(camera, name, camera.url(peer.port(), ports.path("tls").asInt(), ports.path("ipv6").asInt()), viewing);
        viewing.measureFirst(peer, before);
        return viewing;
    }

    private static void view(QuirkyCamera camera, String name, String url, Viewing viewing) {
        try {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:" + name + "?" + RouteFixture.client() + "&dataOutput=number&emitEvents=true"
                            + "&source=" + camera.source() + "&sourceUri=RAW(" + url + ")").routeId(name).process(viewing::add);
                }
            });
            viewing.done.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            viewing.end = "only " + viewing.numbers.size() + " frames, " + viewing.unreadable + " unreadable: " + e;
        } finally {
            fixture.remove(name);
        }
    }

    /** What came of a camera. */
    private static final class Viewing {

        private final QuirkyCamera camera;
        private final List<Integer> numbers = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private volatile int unreadable;
        private volatile long firstMillis;
        private volatile String end = "";
        private String first = "";

        Viewing(QuirkyCamera camera) {
            this.camera = camera;
        }

        synchronized void add(Exchange exchange) {
            if (exchange.getMessage().getBody() instanceof SessionEvent event) {
                if (event.type() == SessionEvent.Type.completed && !done.isDone()) {
                    end = event.reason();
                    done.complete(null);
                }
            } else if (!done.isDone()) {
                int number = exchange.getMessage().getBody(InferenceResult.class).field("number").asInt(-1);
                if (number <= 0) {
                    unreadable++;
                    return;
                }
                if (numbers.isEmpty()) {
                    firstMillis = System.currentTimeMillis();
                }
                numbers.add(number);
                if (numbers.size() == camera.results()) {
                    done.complete(null);
                }
            }
        }

        /** Frames between the first and the last that were answered, both included: the films go round. */
        long sent() {
            long sent = 1;
            for (int i = 1; i < numbers.size(); i++) {
                sent += Math.floorMod(numbers.get(i) - numbers.get(i - 1), NUMBERS);
            }
            return sent;
        }

        /** From the first key frame that this viewer was sent, by its place among the events of the habit. */
        void measureFirst(PythonPeer peer, int before) {
            List<JsonNode> events = peer.events(camera.kind().equals("MJPEG") ? "playing" : "keyframe").stream().skip(before)
                    .filter(event -> event.path("habit").asText().equals(camera.habit())).toList();
            if (firstMillis > 0 && !events.isEmpty() && !camera.habit().equals("redirect")) {
                double began = peer.events("start").get(0).path("epoch").asDouble() + events.get(0).path("t").asDouble();
                double seconds = firstMillis / 1000.0 - began;
                first = seconds < 0.1 ? "< 0.1 s" : String.format(Locale.ROOT, "%.1f s", seconds);
            }
        }
    }
}
