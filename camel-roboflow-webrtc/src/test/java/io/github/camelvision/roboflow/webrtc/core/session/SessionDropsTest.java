package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session tells of what it or its user dropped. */
class SessionDropsTest {

    private final SessionFixture fixture = new SessionFixture();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private long told(Drops.Kind kind) {
        return fixture.listener.drops.stream().filter(drops -> drops.kind() == kind).mapToLong(Drops::count).sum();
    }

    @Test
    void manyDropsOfTheUserAreToldTogether() {
        fixture.listener.onDelivery = Delivery::drop;
        FakeRtcPeer peer = fixture.stream();
        fixture.blockLoop(() -> {
            for (int frame = 1; frame <= 200; frame++) {
                peer.inference().deliver(Results.message(frame));
            }
        });
        Waiting.await("drops").until(() -> told(Drops.Kind.results) == 200);
        assertThat(fixture.listener.drops).hasSizeLessThan(100);
        assertThat(fixture.session().stats().dropped()).isEqualTo(200);
    }

    @Test
    void aDroppedDeliveryIsCountedEachTimeAndDoneOnce() {
        fixture.options.realtime(false);
        fixture.listener.onDelivery = delivery -> {
            delivery.drop();
            delivery.done();
        };
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliver(Results.message(1));
        peer.inference().deliver(Results.message(2));
        Waiting.await("acknowledgement").until(() -> peer.inference().sentTexts().contains("{\"ack\":2}"));
        Waiting.await("count").until(() -> fixture.session().stats().dropped() == 2);
        fixture.settle();
        assertThat(peer.inference().sentTexts().stream().filter("{\"ack\":2}"::equals)).hasSize(1);
        assertThat(fixture.session().stats().dropped()).isEqualTo(2);
    }

    @Test
    void whatWasNotToldYetIsToldBeforeTheEnd() {
        List<String> order = new ArrayList<>();
        fixture.listener.onDelivery = Delivery::drop;
        fixture.listener.onEnd = () -> order.add("told " + told(Drops.Kind.results));
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliver(Results.message(1));
        peer.inference().deliver(Results.message(2));
        Waiting.await("deliveries").until(() -> fixture.listener.deliveries.size() == 2);
        fixture.session().close();
        fixture.awaitEnd();
        assertThat(order).containsExactly("told 2");
    }

    @Test
    void unreadableMessagesAndFramesThatFoundNoPlaceAreToldToo() {
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliver("no JSON".getBytes(StandardCharsets.UTF_8));
        fixture.source.dropped = 7;
        Waiting.await("drops").until(() -> told(Drops.Kind.unreadable) == 1 && told(Drops.Kind.frames) == 7);
        assertThat(fixture.session().stats().framesDropped()).isEqualTo(7);
    }
}
