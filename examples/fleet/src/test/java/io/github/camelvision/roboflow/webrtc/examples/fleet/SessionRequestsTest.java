package io.github.camelvision.roboflow.webrtc.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRequestsTest {

    private static final CameraOwner NORTH = CameraOwner.of(4, "north");
    private static final CameraOwner SOUTH = CameraOwner.of(2, "south");

    private final SessionRequests requests = new SessionRequests();

    private void see(CameraOwner former, long epochs, long seconds) {
        requests.see(new CameraOwner(former.camera(), former.epoch() + epochs), Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void aNodesCamerasAreTakenOverWhenTheLastOfThemHasALaterOwner() {
        see(NORTH, 0, 5);
        see(NORTH, 1, 17);
        see(NORTH, 2, 30);
        assertThat(requests.takenOver(List.of(NORTH, SOUTH), Duration.ofSeconds(10).toNanos())).isEmpty();
        see(SOUTH, -1, 11);
        see(SOUTH, 0, 12);
        assertThat(requests.takenOver(List.of(NORTH, SOUTH), Duration.ofSeconds(10).toNanos())).isEmpty();
        see(SOUTH, 3, 18);
        see(SOUTH, 3, 40);
        assertThat(requests.takenOver(List.of(NORTH, SOUTH), Duration.ofSeconds(10).toNanos())).contains(Duration.ofSeconds(8));
    }
}
