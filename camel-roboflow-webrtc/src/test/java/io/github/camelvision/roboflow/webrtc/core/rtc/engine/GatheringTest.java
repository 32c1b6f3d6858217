package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTest {

    private static final String HOST = "candidate:1 1 udp 2122260223 10.0.0.5 5000 typ host generation 0";
    private static final String RELAY = "candidate:3 1 udp 41885439 192.0.2.9 6000 typ relay raddr 10.0.0.5 rport 5000";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Gathering gathering = new Gathering(new IceConfig(List.of(
            new IceConfig.Server(List.of("stun:s.example.com"), null, null),
            new IceConfig.Server(List.of("turn:t.example.com:3478?transport=udp", "turns:t.example.com"), "u", "p")), false));

    @Test
    void theEndOfGatheringEndsTheWait() {
        CompletableFuture<Void> settled = gathering.settled(LONG);
        gathering.candidate(HOST, null);
        assertThat(settled).isNotDone();
        gathering.complete();
        assertThat(settled).isCompleted();
    }

    @Test
    void afterTheFirstCandidateTheWaitIsShort() {
        CompletableFuture<Void> settled = gathering.settled(SHORT);
        gathering.candidate(HOST, null);
        Waiting.await("settled").until(settled::isDone);
    }

    @Test
    void withoutACandidateTheWaitGoesOn() {
        CompletableFuture<Void> settled = gathering.settled(SHORT);
        Waiting.await("no end").during(Duration.ofMillis(200)).until(() -> !settled.isDone());
    }

    @Test
    void anAnswerDoesNotWaitForEverForTheFirst() {
        CompletableFuture<Void> settled = gathering.settled(LONG, SHORT);
        Waiting.await("settled").until(settled::isDone);
        assertThat(settled).isCompleted();
    }

    @Test
    void aClosedPeerEndsTheWait() {
        CompletableFuture<Void> settled = gathering.settled(LONG);
        gathering.fail(new TransportException("closed"));
        assertThat(settled).isCompletedExceptionally();
    }

    @Test
    void serversThatBroughtNothingAreSilentUntilTheEnd() {
        gathering.candidate(HOST, null);
        assertThat(gathering.report().silent()).containsExactly("stun:s.example.com", "turn:t.example.com:3478?transport=udp",
                "turns:t.example.com");
        gathering.candidate("candidate:2 1 udp 1 198.51.100.1 5000 typ srflx raddr 10.0.0.5 rport 5000", "stun:s.example.com:3478");
        gathering.error("turns:t.example.com:5349?transport=tcp", 701, "TURN allocate request timed out.");
        IceReport report = gathering.report();
        assertThat(report.silent()).containsExactly("turn:t.example.com:3478?transport=udp");
        assertThat(report.failed()).containsOnlyKeys("turns:t.example.com")
                .containsEntry("turns:t.example.com", "701 TURN allocate request timed out.");
        gathering.complete();
        assertThat(gathering.report().silent()).isEmpty();
        assertThat(gathering.report().failed()).hasSize(1);
    }

    @Test
    void aServerThatAnsweredOverOneInterfaceHasNotFailed() {
        gathering.error("turn:t.example.com:3478?transport=udp", 701, "unreachable");
        gathering.candidate(RELAY, "turn:t.example.com:3478?transport=udp");
        assertThat(gathering.report().failed()).isEmpty();
    }

    @Test
    void theTimeOfTheFirstRelayIsKnown() {
        gathering.candidate(HOST, null);
        assertThat(gathering.report().relayAfter()).isNull();
        gathering.candidate(RELAY, null);
        assertThat(gathering.report().relayAfter()).isNotNull().isLessThan(LONG);
    }

    @ParameterizedTest
    @CsvSource({"stun:H,h:3478/udp", "stun:h:19302,h:19302/udp", "turn:h?transport=tcp,h:3478/tcp", "turns:h,h:5349/tls",
            "turns:h:443?transport=tcp,h:443/tls", "turn:[2001:db8::1],[2001:db8::1]:3478/udp",
            "turn:[2001:db8::1]:99,[2001:db8::1]:99/udp"})
    void theSameServerHasOneKey(String url, String key) {
        assertThat(Gathering.key(url)).isEqualTo(key);
    }
}
