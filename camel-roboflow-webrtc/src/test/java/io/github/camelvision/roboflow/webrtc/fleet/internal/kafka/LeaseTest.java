package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private long now = Long.MAX_VALUE - 5;
    private final Lease lease = new Lease(Duration.ofSeconds(20), () -> now);

    @Test
    void isOverBeforeAnythingIsConfirmed() {
        assertThat(lease.valid()).isFalse();
    }

    @Test
    void lastsThreeQuartersOfTheSessionTimeoutFromWhenTheRequestWasSent() {
        long sent = lease.now();
        now += TimeUnit.SECONDS.toNanos(4);
        lease.renewed(sent);
        now = sent + TimeUnit.SECONDS.toNanos(15) - 1;
        assertThat(lease.valid()).isTrue();
        now++;
        assertThat(lease.valid()).isFalse();
        lease.renewed(lease.now());
        assertThat(lease.valid()).isTrue();
        lease.end();
        assertThat(lease.valid()).isFalse();
    }
}
