package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session whose server, or whose user, is faster than the other. */
class SessionMemoryTest {

    private static final int BUDGET = 8192;

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    private FakeRtcPeer stream(boolean realtime) {
        fixture.options.realtime(realtime).reconnect(SessionFixture.slowly());
        fixture.loop.memory(MemoryBudget.ofHeap(BUDGET));
        return fixture.stream();
    }

    private void deliver(FakeRtcPeer peer, int messages) {
        for (int i = 1; i <= messages; i++) {
            peer.inference().deliver(Results.message(i));
        }
        fixture.settle();
    }

    @Test
    void inRealTimeAMessageThatFindsNoPlaceIsDroppedAndCounted() {
        FakeRtcPeer peer = stream(true);
        fixture.loop.mediaFits(false);
        deliver(peer, 3);
        assertThat(fixture.stats().mailboxDropped()).isEqualTo(3);
        assertThat(fixture.state()).isEqualTo(SessionState.STREAMING);
        assertThat(fixture.listener.deliveries).isEmpty();
    }

    @Test
    void whereEachOneCountsItLosesTheConnection() {
        FakeRtcPeer peer = stream(false);
        fixture.loop.mediaFits(false);
        deliver(peer, 1);
        assertThat(fixture.stats().mailboxDropped()).isEqualTo(1);
        assertThat(fixture.state()).isEqualTo(SessionState.WAITING);
        assertThat(fixture.listener.errors).singleElement().isInstanceOf(TransportException.class).asString()
                .contains("faster than this machine could read");
    }

    @Test
    void aFrameIsTakenIfThereIsMemoryForIt() {
        FakeRtcPeer peer = stream(true);
        assertThat(peer.takesFrame(BUDGET / 2)).isTrue();
        assertThat(fixture.stats().mailboxDropped()).isZero();
        assertThat(peer.takesFrame(BUDGET)).isFalse();
        assertThat(fixture.stats().mailboxDropped()).isEqualTo(1);
        fixture.settle();
        assertThat(fixture.state()).isEqualTo(SessionState.STREAMING);
    }

    @Test
    void whereEachFrameCountsItsRefusalNamesTheOption() {
        FakeRtcPeer peer = stream(false);
        assertThat(peer.takesFrame(BUDGET)).isFalse();
        fixture.settle();
        assertThat(fixture.listener.errors).singleElement().asString().contains("memoryBudget");
    }

    @Test
    void whatTheUserHasNotHandledIsHeldAndTheRestIsDroppedAndSaidOnce() {
        fixture.listener.onDelivery = delivery -> {};
        FakeRtcPeer peer = stream(true);
        try (CapturedLog log = new CapturedLog()) {
            deliver(peer, 100);
            List<Delivery> held = fixture.listener.deliveries;
            assertThat(held).hasSizeBetween(2, 40);
            assertThat(fixture.loop.memory().held()).isEqualTo(held.stream().mapToLong(Delivery::bytes).sum());
            assertThat(fixture.stats().dropped()).isEqualTo(100 - held.size());
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).singleElement().asString()
                    .contains("memoryBudget", "what came is dropped");
            held.forEach(Delivery::done);
        }
        assertThat(fixture.loop.memory().held()).isZero();
        deliver(peer, 1);
        assertThat(fixture.listener.deliveries).last().satisfies(delivery -> assertThat(delivery.result().frameId()).isEqualTo(1));
    }

    @Test
    void aUserWhoMakesRoomLosesNothingNew() {
        fixture.listener.onDelivery = delivery -> {};
        int[] given = {0};
        fixture.listener.makesRoom = () -> {
            fixture.listener.deliveries.get(given[0]++).drop();
            return true;
        };
        FakeRtcPeer peer = stream(true);
        deliver(peer, 100);
        assertThat(fixture.listener.frameIds()).hasSize(100).last().isEqualTo(100L);
        assertThat(given[0]).isPositive();
        assertThat(fixture.stats().dropped()).isEqualTo(given[0]);
        assertThat(fixture.loop.memory().held()).isPositive().isLessThanOrEqualTo(BUDGET);
    }

    /** Where each one counts it is acknowledged as it is handled: what came is held anyway. */
    @Test
    void whereEachResultCountsNoneIsDropped() {
        fixture.listener.onDelivery = delivery -> {};
        FakeRtcPeer peer = stream(false);
        peer.inference().deliver(Results.message(1));
        fixture.settle();
        fixture.loop.memory().takeAnyway(BUDGET);
        assertThat(fixture.stats().dropped()).isZero();
        assertThat(fixture.listener.deliveries).hasSize(1);
    }
}
