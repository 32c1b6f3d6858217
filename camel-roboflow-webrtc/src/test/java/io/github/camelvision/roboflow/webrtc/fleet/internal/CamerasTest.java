package io.github.camelvision.roboflow.webrtc.fleet.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CamerasTest {

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Cameras cameras(Cameras.Factory factory) {
        return new Cameras("plant", factory, threads, Duration.ZERO);
    }

    private static FleetCamera camera(String name, String label) {
        return new FleetCamera(name, true, Map.of("label", label), Map.of());
    }

    private static Assigned assigned(String name, long epoch) {
        return new Assigned(camera(name, "a"), CameraOwner.of(epoch, name));
    }

    @Test
    void aCameraWhoseStartThrowsAnyErrorIsNamedAndTheOthersAreTried() {
        Cameras cameras = cameras(camera -> {
            if ("north".equals(camera.camera().name())) {
                throw new StackOverflowError();
            }
            throw new IllegalArgumentException("no such option");
        });
        cameras.cameras(List.of(camera("north", "a"), camera("south", "a")), Map.of());
        await().atMost(45, SECONDS).untilAsserted(() -> assertThat(cameras.mistakes())
                .isEqualTo(Map.of("north", "java.lang.StackOverflowError", "south", "no such option")));
        cameras.close();
    }

    /** As when the heap is full: handling the error fails, too. */
    @Test
    @Timeout(60)
    void aCameraIsTriedAgainAndTheFleetStopsAlsoWhenAnErrorCouldNotBeHandled() {
        AtomicInteger starts = new AtomicInteger();
        Cameras cameras = cameras(camera -> {
            starts.incrementAndGet();
            throw new OutOfMemoryError() {
                @Override
                public String getMessage() {
                    throw new OutOfMemoryError("expected by the test");
                }
            };
        });
        cameras.cameras(List.of(camera("north", "a")), Map.of());
        await().atMost(45, SECONDS).until(() -> cameras.mistakes().containsKey("north"));
        cameras.cameras(List.of(camera("north", "b")), Map.of());
        await().atMost(45, SECONDS).until(() -> starts.get() == 2);
        cameras.close();
    }

    @Test
    void aCameraThatComesBackWithAnotherEpochIsOpenedAnewAndOneWithTheSameIsNot() {
        List<String> opened = new CopyOnWriteArrayList<>();
        Cameras cameras = cameras(assigned -> {
            opened.add(assigned.camera().name() + assigned.owner().epoch());
            throw new IllegalArgumentException("not here");
        });
        cameras.assigned(List.of(assigned("north", 1), assigned("south", 4)), Map.of());
        await().atMost(45, SECONDS).until(() -> opened.containsAll(List.of("north1", "south4")));
        await().atMost(45, SECONDS).until(() -> cameras.mistakes().size() == 2);
        cameras.assigned(List.of(assigned("north", 2), assigned("south", 4)), Map.of());
        await().atMost(45, SECONDS).until(() -> opened.contains("north2"));
        cameras.assigned(List.of(), Map.of());
        assertThat(cameras.awaitStopped(Duration.ofSeconds(45))).isEmpty();
        cameras.close();
        assertThat(opened).containsExactlyInAnyOrder("north1", "south4", "north2");
    }
}
