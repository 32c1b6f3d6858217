package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session tells of what it or its user dropped. */
class SessionDropsTest {

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private long told(Drops.Kind kind) {
        return fixture.listener.drops.stream().filter(drops -> drops.kind() == kind).mapToLong(Drops::count).sum();
    }

    private static void deliver(FakeRtcPeer peer, int first, int last) {
        for (int frame = first; frame <= last; frame++) {
            peer.inference().deliver(Results.message(frame));
        }
    }

    @Test
    void theFirstDropsAreToldAtOnceAndLaterOnesTogether() {
        fixture.listener.onDelivery = Delivery::drop;
        FakeRtcPeer peer = fixture.stream();
        deliver(peer, 1, 200);
        fixture.loop.seconds(0.3);
        assertThat(fixture.listener.drops).containsExactly(new Drops(Drops.Kind.results, 200, 200));
        deliver(peer, 201, 300);
        fixture.loop.seconds(0.3);
        assertThat(fixture.listener.drops).as("not again within a second").hasSize(1);
        deliver(peer, 301, 400);
        fixture.loop.seconds(1);
        assertThat(fixture.listener.drops).hasSize(2).last().isEqualTo(new Drops(Drops.Kind.results, 200, 400));
        assertThat(fixture.stats().dropped()).isEqualTo(400);
    }

    @Test
    void aDroppedDeliveryIsCountedEachTimeAndDoneOnce() {
        fixture.options.realtime(false);
        fixture.listener.onDelivery = delivery -> {
            delivery.drop();
            delivery.done();
        };
        FakeRtcPeer peer = fixture.stream();
        deliver(peer, 1, 2);
        fixture.settle();
        assertThat(peer.inference().sentTexts().stream().filter("{\"ack\":2}"::equals)).hasSize(1);
        assertThat(fixture.stats().dropped()).isEqualTo(2);
    }

    @Test
    void whatWasNotToldYetIsToldBeforeTheEndAndNothingTwice() {
        List<String> order = new ArrayList<>();
        fixture.listener.onDelivery = Delivery::drop;
        fixture.listener.onEnd = () -> order.add("told " + told(Drops.Kind.results));
        FakeRtcPeer peer = fixture.stream();
        deliver(peer, 1, 2);
        fixture.loop.seconds(0.3);
        deliver(peer, 3, 5);
        fixture.settle();
        assertThat(fixture.listener.deliveries).hasSize(5);
        fixture.close();
        assertThat(order).containsExactly("told 5");
        assertThat(fixture.listener.drops).extracting(Drops::count).containsExactly(2L, 3L);
    }

    @Test
    void unreadableMessagesAndFramesThatFoundNoPlaceAreToldToo() {
        FakeRtcPeer peer = fixture.stream();
        peer.inference().deliver("no JSON".getBytes(StandardCharsets.UTF_8));
        fixture.source.dropped = 7;
        fixture.loop.seconds(0.3);
        assertThat(fixture.listener.drops).containsExactly(new Drops(Drops.Kind.unreadable, 1, 1), new Drops(Drops.Kind.frames, 7, 7));
        assertThat(fixture.stats().framesDropped()).isEqualTo(7);
    }

    @Test
    void nothingDroppedIsNothingTold() {
        fixture.stream();
        fixture.loop.seconds(3);
        assertThat(fixture.listener.drops).isEmpty();
    }
}
