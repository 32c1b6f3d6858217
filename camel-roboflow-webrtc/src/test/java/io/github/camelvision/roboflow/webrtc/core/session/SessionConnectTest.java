package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.ConnectionState;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a connection comes up: what bounds it, and what is said when it does not. */
class SessionConnectTest {

    private static final Duration BRIEF = Duration.ofMillis(30);

    private final VirtualSession fixture = new VirtualSession();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void connectTimeoutCoversTheSearchForTheWorkflow() {
        fixture.options.workflow(CompletableFuture::new);
        assertTimesOut("asking for the workflow");
    }

    @Test
    void connectTimeoutCoversGathering() {
        fixture.peers.holdOffers();
        assertTimesOut("gathering candidates");
    }

    @Test
    void connectTimeoutCoversTheServersAnswer() {
        fixture.signalling.never();
        assertTimesOut("waiting for the server's answer");
    }

    @Test
    void connectTimeoutCoversThePath() {
        fixture.peers.opens(false);
        assertTimesOut("looking for a network path");
        assertThat(fixture.status().lastError()).contains("stunUrls", "turnUrls");
    }

    private void assertTimesOut(String phase) {
        fixture.options.connectTimeout(BRIEF).reconnect(SessionFixture.slowly());
        fixture.start();
        fixture.awaitState(SessionState.WAITING);
        assertThat(fixture.status().lastError()).contains("connectTimeout=30ms", phase);
    }

    @Test
    void withoutANetworkNothingIsTriedAndItIsSaid() {
        fixture.peers.networkUp(false);
        try (CapturedLog log = new CapturedLog()) {
            fixture.start();
            fixture.until(() -> log.lines().stream().anyMatch(line -> line.contains("no network address but loopback")));
            fixture.during(Duration.ofMillis(600), () -> fixture.peers.made().isEmpty());
            assertThat(log.lines()).filteredOn(line -> line.contains("loopback")).hasSize(1);
            fixture.peers.networkUp(true);
            fixture.streaming(1);
        }
    }

    @Test
    void aNetworkThatDoesNotComeIsTheReason() {
        fixture.peers.networkUp(false);
        assertTimesOut("waiting for a network");
        assertThat(fixture.signalling.requests()).isEmpty();
    }

    @Test
    void anOfferWithoutACandidateIsNotSent() {
        fixture.peers.holdOffers();
        fixture.options.reconnect(SessionFixture.slowly());
        fixture.start();
        fixture.peer(1).gathering(new IceReport(true, List.of(), Map.of("turn:t.example.com", "401 Unauthorized"), null));
        fixture.peer(1).offer().complete("v=0 nothing");
        fixture.awaitState(SessionState.WAITING);
        assertThat(fixture.status().lastError()).contains("No candidate", "turn:t.example.com: 401 Unauthorized");
        assertThat(fixture.signalling.requests()).isEmpty();
    }

    @Test
    void serversThatDidNotAnswerAreNamedOnce() {
        IceReport silent = new IceReport(false, List.of("stun:s.example.com"), Map.of(), null);
        fixture.peers.holdOffers();
        try (CapturedLog log = new CapturedLog()) {
            fixture.start();
            for (int attempt = 1; attempt <= 2; attempt++) {
                FakeRtcPeer peer = fixture.peer(attempt);
                peer.gathering(silent);
                peer.offer().complete(FakeRtcPeer.OFFER);
                fixture.streaming(attempt);
                assertThat(fixture.stats().iceTrouble()).contains("stun:s.example.com");
                peer.state(ConnectionState.FAILED);
            }
            assertThat(log.lines()).filteredOn(line -> line.contains("going on without waiting")).hasSize(1);
        }
    }

    @Test
    void aRelayThatCameLateIsWaitedForTheNextTime() {
        fixture.peers.opens(false);
        fixture.start();
        FakeRtcPeer first = fixture.peer(1);
        fixture.until(() -> first.calls().stream().anyMatch(call -> call.startsWith("acceptAnswer")));
        first.gathering(new IceReport(false, List.of(), Map.of(), Duration.ofMillis(2500)));
        FakeRtcPeer second = fixture.peer(2);
        assertThat(fixture.listener.errors).first().isInstanceOf(TransportException.class);
        assertThat(fixture.listener.errors.get(0).getMessage()).contains("TURN server answered only after 2500 ms");
        fixture.until(() -> second.calls().contains("createOffer"));
        assertThat(second.gatherTimeout()).isEqualTo(Duration.ofMillis(6500));
    }

    @Test
    void aRelayThatWasThereIsNoReasonToTryAgain() {
        fixture.peers.opens(false).holdOffers();
        fixture.start();
        FakeRtcPeer first = fixture.peer(1);
        first.gathering(new IceReport(false, List.of(), Map.of(), Duration.ofMillis(5)));
        first.offer().complete(FakeRtcPeer.OFFER + "a=candidate:2 1 udp 1 192.0.2.1 5000 typ relay raddr 0.0.0.0 rport 0\r\n");
        fixture.during(Duration.ofMillis(5500), () -> fixture.peers.made().size() == 1);
        first.connect();
        fixture.streaming(1);
        assertThat(fixture.signalling.requests()).hasSize(1);
    }
}
