package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.testing.Corpus;
import io.github.camelvision.roboflow.webrtc.testing.CorpusFile;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.Likeness;
import io.github.camelvision.roboflow.webrtc.testing.MeasuredRow;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of all kinds, uploaded to the worker and back: as many frames as FFmpeg's own commands count, and their pixels.
 * Writes the first table of docs/sources.adoc.
 */
class CorpusIT {

    /** dB of the worst plane of the worst frame: JPEG of quality 80 on the data channel, VP8 by track. */
    private static final double DATA_CHANNEL_FLOOR = 35;
    private static final double TRACK_FLOOR = 28;
    /** By track at least one frame of so many frames. */
    private static final int TRACK_SHARE = 4;
    private static final int AT_ONCE = 2;
    private static final List<CorpusFile> FILES = Corpus.files().stream()
            .filter(file -> file.toString().matches(".*(" + System.getProperty("corpus.only", "") + ").*")).toList();
    private static final Map<CorpusFile, CompletableFuture<Measured>> ROWS = new ConcurrentHashMap<>();

    private static ExecutorService sessions;
    private static RouteFixture fixture;

    /** What was seen of a file. */
    private record Measured(long counted, byte[] shown, Session byDataChannel, Session byTrack) {}

    @BeforeAll
    static void start() throws Exception {
        FfmpegCli.assumeAvailable();
        fixture = new RouteFixture().start();
        sessions = Executors.newFixedThreadPool(AT_ONCE);
        for (CorpusFile file : FILES) {
            ROWS.put(file, CompletableFuture.supplyAsync(() -> measure(file), sessions));
        }
    }

    @AfterAll
    static void stop() {
        if (fixture != null) {
            sessions.shutdownNow();
            fixture.close();
        }
    }

    static List<CorpusFile> files() {
        return FILES;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void everyFrameIsShownAsFfmpegShowsIt(CorpusFile file) throws Exception {
        Measured measured = ROWS.get(file).get(5, TimeUnit.MINUTES);
        Session session = measured.byDataChannel;
        List<Frame> frames = List.copyOf(session.frames.values());
        assertThat(session.frames.keySet()).as("frame ids, %s", session.end)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, frames.size()).boxed().toList());
        // of a damaged file the library, which is newer than the command, may decode one more
        assertThat((long) frames.size()).as(session.end).isBetween(measured.counted, measured.counted + (file.end().isEmpty() ? 0 : 1));
        List<Frame> shown = frames.subList(0, (int) measured.counted);
        double likeness = Likeness.worst(shown, measured.shown);
        assertThat(likeness).as("dB by data channel").isGreaterThanOrEqualTo(DATA_CHANNEL_FLOOR);
        assertThat(shown.stream().mapToInt(frame -> frame.i420().length).sum()).as("bytes of all frames")
                .isEqualTo(measured.shown.length);
        if (file.end().isEmpty()) {
            assertThat(session.failed).as(session.end).isFalse();
        } else {
            assertThat(session.failed).as(session.end).isTrue();
            assertThat(session.end).contains(file.end());
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", file.kind());
        row.put("file", file.title());
        row.put("shown", measured.counted);
        row.put("answered", frames.size());
        row.put("likeness", frames.isEmpty() ? "" : (int) likeness + " dB");
        row.put("track", byTrack(measured));
        row.put("end", session.failed ? "failed: " + session.end.replace(file.file().getParent() + "/", "") : "completed");
        MeasuredRow.write("sources-files", file.toString(), row);
    }

    static List<CorpusFile> photos() {
        return Corpus.photos();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("photos")
    void photosOfProducersAreShownUpright(CorpusFile photo) throws Exception {
        byte[] shown = FfmpegCli.shown(photo.file());
        Frame converted = fixture.context().getTypeConverter().mandatoryConvertTo(Frame.class, photo.bytes());
        assertThat(Likeness.of(converted, shown, 0)).as("dB of the conversion").isGreaterThanOrEqualTo(DATA_CHANNEL_FLOOR);
        Frame answered;
        try (ProducerTemplate producer = fixture.context().createProducerTemplate()) {
            answered = producer.requestBody("roboflow-webrtc:photos?" + RouteFixture.client() + "&source=manual&dataOutput=image"
                    + "&replyTimeout=30s", photo.bytes(), InferenceResult.class).image("image");
        }
        double likeness = Likeness.of(answered, shown, 0);
        assertThat(likeness).as("dB of the frame that the worker got as video").isGreaterThanOrEqualTo(TRACK_FLOOR);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", photo.kind());
        row.put("file", photo.title() + ", sent by a producer");
        row.put("shown", 1);
        row.put("answered", 1);
        row.put("likeness", (int) Likeness.of(converted, shown, 0) + " dB");
        row.put("track", "1, " + (int) likeness + " dB");
        row.put("end", "answered");
        MeasuredRow.write("sources-files", row.get("kind") + " " + row.get("file"), row);
    }

    /** The number of a frame comes with its result; how many of them arrive is no promise. */
    private static String byTrack(Measured measured) {
        if (measured.byTrack == null) {
            return "";
        }
        assertThat(measured.byTrack.failed).as(measured.byTrack.end).isFalse();
        assertThat(measured.byTrack.frames).as("frames by track").hasSizeGreaterThanOrEqualTo((int) measured.counted / TRACK_SHARE);
        Map<Long, Integer> offsets = new LinkedHashMap<>();
        int offset = 0;
        for (Map.Entry<Long, Frame> frame : measured.byDataChannel.frames.entrySet()) {
            offsets.put(frame.getKey(), offset);
            offset += frame.getValue().i420().length;
        }
        double worst = measured.byTrack.frames.entrySet().stream()
                .mapToDouble(frame -> Likeness.of(frame.getValue(), measured.shown, offsets.get(frame.getKey()))).min().orElse(0);
        assertThat(worst).as("dB by track").isGreaterThanOrEqualTo(TRACK_FLOOR);
        return measured.byTrack.frames.size() + ", " + (int) worst + " dB";
    }

    private static Measured measure(CorpusFile file) {
        Path path = file.file();
        byte[] shown = FfmpegCli.shown(path);
        long counted = shown.length == 0 ? 0 : FfmpegCli.count(path);
        return new Measured(counted, shown, upload(path, "&emit=frames&frameDelivery=dataChannel"),
                file.track() ? upload(path, "&emit=paired&frameDelivery=track") : null);
    }

    private static Session upload(Path path, String options) {
        Session session = new Session();
        String name = "corpus-" + path.getFileName() + (options.contains("track") ? "-track" : "");
        try {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:" + name + "?" + RouteFixture.client() + "&source=file&sourceUri=RAW(" + path + ")"
                            + "&streamOutput=image&dataOutput=number&emitEvents=true" + options).routeId(name).process(session::add);
                }
            });
            session.ended.get(90, TimeUnit.SECONDS);
        } catch (Exception e) {
            session.fail(e);
        } finally {
            fixture.remove(name);
        }
        return session;
    }

    /** The exchanges of one upload. */
    private static final class Session {

        private final Map<Long, Frame> frames = new ConcurrentSkipListMap<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile boolean failed;
        private volatile String end = "";

        void add(Exchange exchange) {
            if (exchange.getMessage().getBody() instanceof SessionEvent event) {
                if (event.type() == SessionEvent.Type.completed) {
                    failed = event.failed();
                    end = event.reason();
                    ended.complete(null);
                }
            } else if (exchange.getMessage().getBody() instanceof Frame frame) {
                frames.put(exchange.getMessage().getHeader(RoboflowWebrtcConstants.FRAME_ID, Long.class), frame);
            }
        }

        /** The route did not start, or its session did not end. */
        void fail(Exception cause) {
            failed = true;
            Throwable reason = cause;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            end = String.valueOf(reason.getMessage());
        }
    }
}
