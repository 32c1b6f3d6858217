package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.objects.LifeCycles;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.testing.MotionBlobs;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * People on a path ({@code vtest.avi} of Debian's opencv-doc), who were counted by hand from the frames, and a detector that flickers:
 * every crossing that is told against the hand count.
 */
class RealFootageIT {

    private static final Path FOOTAGE = Path.of("/usr/share/doc/opencv-doc/examples/data/vtest.avi");
    private static final int FRAMES = 795;
    private static final double FPS = 10;
    private static final int BACKGROUND_EVERY = 15;
    private static final double TOLERANCE = 0.2;
    /** A blob reaches the line a little before or after the person's feet do. */
    private static final int NEAR = 7;
    private static final String RULES = """
            coordinates: relative
            lines:
              - {name: path, from: [0.43, 0.26], to: [0.43, 1], anchors: bottomCenter, threshold: 2}
            """;

    /**
     * By hand: the frame, counted from 0, in which a person's feet are on the line at x = 330, and whether the person comes from the left
     * ({@code in} for a line that is drawn downwards). Frames 6 before and after were looked at for each.
     */
    private static final List<Crossing> BY_HAND = List.of(in(10), out(67), in(95), out(166), out(186), out(227), out(264), out(287),
            out(300), in(304), in(323), in(336), in(340), out(373), in(452), out(499), out(534), out(537), out(575), in(588), in(605),
            out(651), out(657), in(669), in(689), out(696), out(716), in(733), out(760), in(774), out(779), in(780));

    private record Crossing(int frame, ObjectEvent.Direction direction) {

        boolean matches(Crossing other) {
            return direction == other.direction && distance(other) <= NEAR;
        }

        int distance(Crossing other) {
            return Math.abs(frame - other.frame);
        }
    }

    private static Crossing in(int frame) {
        return new Crossing(frame, ObjectEvent.Direction.in);
    }

    private static Crossing out(int frame) {
        return new Crossing(frame, ObjectEvent.Direction.out);
    }

    /** Skips the test where the film is not installed; fails it in CI. */
    private static String footage() {
        if (!Files.isReadable(FOOTAGE) && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI needs opencv-doc: " + FOOTAGE + " is not there");
        }
        Assumptions.assumeTrue(Files.isReadable(FOOTAGE), () -> "skipped: Debian's opencv-doc is not installed (" + FOOTAGE + ")");
        return FOOTAGE.toString();
    }

    private static MotionBlobs detector(String file) {
        List<Frame> samples = new ArrayList<>();
        try (FrameReader reader = new FfmpegOpener(StreamInputs.file(file, "The footage")).open(new Interruption())) {
            int number = 0;
            for (DecodedFrame next = reader.read(); next != null; next = reader.read()) {
                if (number++ % BACKGROUND_EVERY == 0) {
                    samples.add(next.frame());
                }
            }
            assertThat(number).isEqualTo(FRAMES);
        }
        return new MotionBlobs(samples);
    }

    private static List<ObjectEvent> events(String file, MotionBlobs detector) throws Exception {
        try (RouteFixture fixture = new RouteFixture()) {
            fixture.context().getRegistry().bind("rules", RULES);
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc-worker:people?workflowId=people")
                            .process(e -> e.getMessage().setBody(detector.find(e.getMessage().getBody(Frame.class))));
                    from("roboflow-webrtc:path?source=file&sourceUri=" + file + "&emit=objects&objectRules=#rules&apiUrl={{worker.url}}"
                            + "&workspace=test&workflowId=people&reconnect=false").routeId("events").to("mock:events");
                }
            }).start();
            MockEndpoint told = fixture.mock("events");
            RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("events").getConsumer();
            await("all events").atMost(300, SECONDS).until(() -> "CLOSED".equals(consumer.getSessionState())
                    && consumer.getObjectsAlive() == 0 && told.getReceivedCounter() == consumer.getObjectEvents());
            assertThat(consumer.getPredictions()).isEqualTo(FRAMES);
            assertThat(consumer.getDropped()).isZero();
            return told.getExchanges().stream().map(e -> e.getMessage().getBody(ObjectEvent.class)).toList();
        }
    }

    @Test
    void peopleWhoCrossALineAreCountedAsByHand() throws Exception {
        String file = footage();
        List<ObjectEvent> events = events(file, detector(file));
        LifeCycles cycles = new LifeCycles();
        cycles.take(events);
        cycles.over();

        List<Crossing> extra = new ArrayList<>(events.stream().filter(event -> event.type() == ObjectEvent.Type.crossed)
                .map(event -> new Crossing((int) (event.frameId() - 1), event.direction())).toList());
        int told = extra.size();
        List<Crossing> missed = new ArrayList<>();
        for (Crossing crossing : BY_HAND) {
            Optional<Crossing> nearest = extra.stream().filter(crossing::matches).min(Comparator.comparing(crossing::distance));
            nearest.ifPresentOrElse(extra::remove, () -> missed.add(crossing));
        }
        String found = told + " crossings told, " + BY_HAND.size() + " there; missed " + missed + ", told too much " + extra;
        assertThat(missed.size() + extra.size()).as(found).isLessThanOrEqualTo((int) (TOLERANCE * BY_HAND.size()));
        for (ObjectEvent.Direction direction : ObjectEvent.Direction.values()) {
            long there = BY_HAND.stream().filter(crossing -> crossing.direction() == direction).count();
            long counted = events.stream().filter(event -> event.direction() == direction).count();
            assertThat(Math.abs(counted - there)).as("%s: %s", direction, found).isLessThanOrEqualTo((long) (TOLERANCE * there));
        }
        // the film's own clock: the last event is of its last tenth of a second at most
        ObjectEvent first = events.get(0);
        ObjectEvent last = events.get(events.size() - 1);
        assertThat(last.time().since(first.time()).toMillis() / 1000.0).isLessThanOrEqualTo(FRAMES / FPS);
    }
}
