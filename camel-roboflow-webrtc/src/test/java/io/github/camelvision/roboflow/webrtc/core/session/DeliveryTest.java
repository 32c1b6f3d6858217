package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeliveryTest {

    private final AtomicInteger told = new AtomicInteger();
    private final Delivery delivery = new Delivery(null, null, null, told::incrementAndGet);

    @Test
    void theServerGoesOnOnceWhenTheUserIsDone() {
        delivery.done();
        delivery.done();
        delivery.acknowledge();
        assertThat(told).hasValue(1);
    }

    @Test
    void theServerWaitsForWhoKeepsIt() {
        Runnable first = delivery.keep();
        Runnable second = delivery.keep();
        first.run();
        delivery.done();
        assertThat(told).hasValue(0);
        second.run();
        assertThat(told).hasValue(1);
        delivery.done();
        assertThat(told).hasValue(1);
    }

    @Test
    void theServerWaitsForTheUserToo() {
        delivery.keep().run();
        assertThat(told).hasValue(0);
        delivery.acknowledge();
        delivery.done();
        assertThat(told).hasValue(1);
    }
}
