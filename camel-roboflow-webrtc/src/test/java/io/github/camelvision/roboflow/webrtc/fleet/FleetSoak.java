package io.github.camelvision.roboflow.webrtc.fleet;

import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.Soak;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/** A fleet whose cameras change, one after the other: the session of each is closed, and opened anew. */
public final class FleetSoak {

    private static final int CAMERAS = 8;
    private static final String CHANGE = "change";

    private final int[] changes = new int[CAMERAS];
    /** Of the last result of each camera. */
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();
    private final ProducerTemplate frames;
    private final RouteFixture fixture = new RouteFixture();
    private final ListedCameras plant = new ListedCameras(cameras());

    public FleetSoak() throws Exception {
        fixture.context().getRegistry().bind("plant", plant);
        frames = fixture.context().createProducerTemplate();
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-fleet:plant?registry=#plant&source=manual&" + RouteFixture.client()).routeId("fleet")
                        .process(exchange -> {
                            Map<?, ?> labels = exchange.getMessage().getHeader(FleetConstants.LABELS, Map.class);
                            seen.put(exchange.getMessage().getHeader(FleetConstants.CAMERA, String.class),
                                    Integer.valueOf(labels.get(CHANGE).toString()));
                        });
            }
        }).start();
        for (int camera = 0; camera < CAMERAS; camera++) {
            awaitResult(camera, null);
        }
    }

    private List<FleetCamera> cameras() {
        return IntStream.range(0, CAMERAS)
                .mapToObj(camera -> new FleetCamera("camera" + camera, true, Map.of(CHANGE, "" + changes[camera]), Map.of())).toList();
    }

    private RoboflowWebrtcConsumer session(int camera) {
        return ((FleetConsumer) fixture.context().getRoute("fleet").getConsumer()).camera("camera" + camera);
    }

    private void awaitResult(int camera, RoboflowWebrtcConsumer former) {
        await("session of camera " + camera).atMost(60, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(20))
                .until(() -> session(camera) != null && session(camera) != former);
        await("result of camera " + camera).atMost(60, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
            frames.sendBody("roboflow-webrtc:camera" + camera, PaintedFrames.paint(1 + changes[camera] % 4_000, 320, 240));
            return Integer.valueOf(changes[camera]).equals(seen.get("camera" + camera));
        });
    }

    /** @param count of changes */
    public void run(long count, int samples, Soak soak) {
        for (long done = 0; done < count; done++) {
            if (done * samples / count != (done - 1) * samples / count || done == 0) {
                soak.sample(done);
            }
            int camera = (int) (done % CAMERAS);
            RoboflowWebrtcConsumer former = session(camera);
            changes[camera]++;
            plant.list(cameras());
            awaitResult(camera, former);
        }
        soak.sample(count);
    }
}
