package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.FrameFeeder;
import io.github.camelvision.roboflow.webrtc.testing.InteropRecord;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.PythonClient;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every source with every kind of output, between this library and Python peers on aiortc: the cells of docs/interop.adoc. */
class InteropIT {

    private static final String JAVA = "Java worker";
    private static final String PYTHON = "Python worker (aiortc)";
    private static final int FILE_FRAMES = 60;
    /** Of sources without an end. */
    private static final int ENOUGH = 30;
    private static final AtomicInteger CELLS = new AtomicInteger();

    private static PythonPeer pythonWorker;
    private static PythonPeer rtsp;
    private static PythonPeer mjpeg;
    private static RouteFixture fixture;

    /** What a client asks for, and what its exchanges have then. */
    enum Output {
        DATA("data", "&dataOutput=number", true, false),
        VIDEO("frames", "&dataOutput=&streamOutput=image&emit=frames", false, true),
        PAIRED("data and frames, paired", "&dataOutput=number&streamOutput=image&emit=paired", true, true);

        private final String title;
        private final String options;
        private final boolean data;
        private final boolean frames;

        Output(String title, String options, boolean data, boolean frames) {
            this.title = title;
            this.options = options;
            this.data = data;
            this.frames = frames;
        }
    }

    @BeforeAll
    static void startPeers() throws Exception {
        PythonPeer.assumeAvailable();
        PythonPeer.assumeRtspAvailable();
        pythonWorker = PythonPeer.worker();
        rtsp = PythonPeer.rtspServer();
        mjpeg = PythonPeer.mjpegServer();
        fixture = new RouteFixture("&allowedSourceHosts=127.0.0.1").start();
    }

    @AfterAll
    static void stopPeers() {
        for (AutoCloseable peer : new AutoCloseable[] {fixture, pythonWorker, rtsp, mjpeg}) {
            if (peer != null) {
                try {
                    peer.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    static List<Arguments> cells() {
        List<String> sources = List.of("manual", "webcam", "stream", "rtsp", "mjpeg", "file", "file by track");
        return sources.stream().flatMap(source -> List.of(JAVA, PYTHON).stream().flatMap(server -> List.of(Output.values()).stream()
                .filter(output -> output != Output.DATA || !source.equals("file by track"))
                .map(output -> Arguments.of(source, server, output)))).toList();
    }

    @ParameterizedTest(name = "{0} to {1}: {2}")
    @MethodSource("cells")
    void javaClient(String source, String server, Output output) throws Exception {
        String name = "cell" + CELLS.incrementAndGet();
        Received received = new Received(output, !source.equals("webcam"));
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc:" + name + "?apiUrl=" + (server.equals(JAVA) ? "{{worker.url}}" : pythonWorker.httpUrl())
                        + "&apiKey=test-key&workspace=test&workflowId=numbers&reconnect=false&emitEvents=true&queueSize=100"
                        + source(source) + output.options).routeId(name).process(received::add);
            }
        });
        try {
            long sent = source.equals("manual") ? sendFrames(name, received) : 0;
            if (source.startsWith("file")) {
                await(source).atMost(90, SECONDS).until(() -> received.completed);
                sent = FILE_FRAMES;
            } else {
                await(source).atMost(90, SECONDS).until(() -> received.count() >= ENOUGH);
            }
            long answered = received.count();
            assertThat(received.wrong.get()).as("exchanges whose frame or number is another's").isZero();
            assertThat(answered).isGreaterThanOrEqualTo(ENOUGH);
            if (source.equals("file")) {
                assertThat(answered).isEqualTo(FILE_FRAMES);
            }
            new InteropRecord("Camel route", server, source, output.title, sent > 0 ? sent : received.span(), answered).write();
        } finally {
            fixture.context().getRouteController().stopRoute(name);
            fixture.context().removeRoute(name);
        }
    }

    /** Sixty, and more until enough were seen: of a manual source in real time the first are lost to the encoder. */
    private static long sendFrames(String name, Received received) throws InterruptedException {
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            FrameFeeder.pump(2 * ENOUGH, 640, 480, 20, frame -> template.sendBody("roboflow-webrtc:" + name, frame));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        await("answers").atMost(90, SECONDS).until(() -> received.count() >= ENOUGH);
        return 2 * ENOUGH;
    }

    private static String source(String source) {
        return switch (source) {
            case "manual" -> "&source=manual";
            case "webcam" -> "&source=webcam&deviceFormat=lavfi&sourceUri=RAW(testsrc2=size=320x240:rate=30)";
            case "stream" -> "&source=stream&sourceUri=" + rtsp.rtspUrl();
            case "rtsp" -> "&source=rtsp&sourceUri=" + rtsp.rtspUrl();
            case "mjpeg" -> "&source=mjpeg&sourceUri=" + mjpeg.httpUrl() + "/test";
            case "file" -> "&source=file&sourceUri=RAW(" + TestVideos.of(FILE_FRAMES).file() + ")";
            case "file by track" -> "&source=file&frameDelivery=track&sourceUri=RAW(" + TestVideos.of(FILE_FRAMES).file() + ")";
            default -> throw new IllegalArgumentException(source);
        };
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"manual, data", "manual, data and frames", "file, data", "file, data and frames", "file by track, data and frames",
            "rtsp, data", "rtsp, data and frames", "mjpeg, data", "mjpeg, data and frames"})
    void pythonClient(String source, String output) throws Exception {
        String mode = source.startsWith("file") ? "file" : source;
        List<String> options = new ArrayList<>(List.of("--workspace", "test", "--workflow-id", "numbers", "--data-output", "number",
                "--stream-output", output.equals("data") ? "none" : "image", "--frames", String.valueOf(ENOUGH)));
        switch (mode) {
            case "manual" -> options.addAll(List.of("--realtime", "false", "--ack", "--min-answered", String.valueOf(ENOUGH - 2)));
            case "file" -> options.addAll(List.of("--ack", "--file", TestVideos.of(FILE_FRAMES).file().toString(),
                    "--delivery", source.equals("file") ? "datachannel" : "track"));
            default -> options.addAll(List.of("--source-url", mode.equals("rtsp") ? rtsp.rtspUrl() : mjpeg.httpUrl() + "/test"));
        }
        PythonClient.Outcome outcome = PythonClient.run(fixture.workerUrl(), mode, options.toArray(String[]::new));
        // not outcome.ok(): libwebrtc stamps frames when they are pushed, and this client compares pts (protocol.adoc, stream_pts)
        assertThat(outcome.count("wrong")).as("%s", outcome).isZero();
        assertThat(outcome.count("doubled")).as("%s", outcome).isZero();
        assertThat(outcome.count("answered")).as("%s", outcome).isGreaterThanOrEqualTo(ENOUGH - 2);
        if (!output.equals("data")) {
            assertThat(outcome.count("images_received") + outcome.count("frames_received")).as("%s", outcome).isPositive();
            assertThat(outcome.count("video_without_data")).as("%s", outcome).isZero();
        }
        long sent = outcome.summary().hasNonNull("sent") ? outcome.count("sent") : outcome.count("messages");
        new InteropRecord("Python client (aiortc)", JAVA, source, output, sent, outcome.count("answered")).write();
    }

    /** The exchanges of one cell. */
    private static final class Received {

        private final Output output;
        private final boolean painted;
        private final Set<Long> numbers = new ConcurrentSkipListSet<>();
        private final AtomicInteger wrong = new AtomicInteger();
        private volatile boolean completed;

        Received(Output output, boolean painted) {
            this.output = output;
            this.painted = painted;
        }

        void add(Exchange exchange) {
            if (exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT) != null) {
                completed |= "completed".equals(exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT));
                return;
            }
            Object body = exchange.getMessage().getBody();
            Frame frame = body instanceof Frame video ? video : null;
            InferenceResult result = body instanceof InferenceResult data ? data
                    : exchange.getMessage().getHeader(RoboflowWebrtcConstants.RESULT, InferenceResult.class);
            if (output.frames && frame == null || output.data && result == null) {
                return; // half of a pair: the other one was lost on its way
            }
            if (!painted) {
                numbers.add(result != null ? result.frameId() : frame.pts());
                return;
            }
            long shown = frame == null ? -1 : PaintedFrames.read(frame);
            long told = result == null || !output.data ? shown : result.field("number").asLong(-1);
            if (told <= 0 || frame != null && shown != told) {
                wrong.incrementAndGet();
            } else if (!numbers.add(told) && output.data) {
                wrong.incrementAndGet(); // frames alone may come twice: manual sources repeat the first and the last one
            }
        }

        long count() {
            return numbers.size();
        }

        /** Frames between the first and the last that were answered, both included. */
        long span() {
            TreeSet<Long> all = new TreeSet<>(numbers);
            return painted || output.data ? all.last() - all.first() + 1 : all.size();
        }
    }
}
