package io.github.camelvision.roboflow.webrtc.core.session.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.session.FakeSource;
import io.github.camelvision.roboflow.webrtc.core.session.SessionFixture;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.testing.FakeSignalling;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which attempts belong to one outage, in virtual time. */
class AttemptsTest {

    private static final TransportException LOST = new TransportException("lost");
    private static final Duration NEARLY_STABLE = Duration.ofMillis(9_999);

    private final VirtualLoop loop = new VirtualLoop();
    private final FakeSource source = new FakeSource();

    private Attempts attempts(int max) {
        return new Attempts(SessionOptions.builder("attempts").source(source).signalling(new FakeSignalling())
                .workflow(WorkflowReference.byId("acme", "count", null)).reconnect(SessionFixture.quickly(max)).build(), loop);
    }

    @Test
    void aConnectionThatLivesForTenSecondsEndsTheOutage() {
        Attempts attempts = attempts(-1);
        assertThat(attempts.next(LOST)).isPresent();
        assertThat(attempts.next(LOST)).isPresent();
        attempts.streams();
        loop.advance(NEARLY_STABLE);
        assertThat(attempts.count()).isEqualTo(2);
        loop.advance(Duration.ofMillis(1));
        assertThat(attempts.count()).isZero();
    }

    @Test
    void aResultEndsTheOutageAtOnce() {
        Attempts attempts = attempts(-1);
        attempts.next(LOST);
        attempts.streams();
        attempts.succeeded();
        assertThat(attempts.count()).isZero();
    }

    @Test
    void aConnectionThatIsLostSoonIsOneMoreAttemptOfTheSameOutage() {
        Attempts attempts = attempts(-1);
        attempts.next(LOST);
        attempts.streams();
        loop.advance(NEARLY_STABLE);
        attempts.next(LOST);
        loop.advance(Duration.ofMinutes(1));
        assertThat(attempts.count()).isEqualTo(2);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void onlySoManyAttemptsAsAreAllowed() {
        Attempts attempts = attempts(2);
        assertThat(attempts.next(LOST)).isPresent();
        assertThat(attempts.next(LOST)).isPresent();
        assertThat(attempts.next(LOST)).isEmpty();
        assertThat(attempts.count()).isEqualTo(2);
    }

    @Test
    void aFileIsNotBegunAgainOnceItStreamed() {
        source.live = false;
        Attempts attempts = attempts(-1);
        assertThat(attempts.next(LOST)).isPresent();
        attempts.streams();
        assertThat(attempts.next(LOST)).isEmpty();
    }

    private static SignallingException lasting(Duration retryAfter) {
        return new SignallingException(500, "out of memory", retryAfter, true, null);
    }

    @Test
    void whatDoesNotPassByItselfIsTriedRarely() {
        Attempts attempts = attempts(-1);
        assertThat(attempts.next(lasting(null)).orElseThrow()).isBetween(Duration.ofMillis(40), Duration.ofMillis(80));
        assertThat(attempts.next(lasting(Duration.ofSeconds(1)))).as("the server's word").hasValueSatisfying(wait -> assertThat(wait)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1)));
        assertThat(attempts.next(LOST)).hasValueSatisfying(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(8)));
    }

    @Test
    void theLastStreamAloneTellsWhenTheOutageIsOver() {
        Attempts attempts = attempts(-1);
        attempts.next(LOST);
        attempts.streams();
        loop.advance(NEARLY_STABLE);
        attempts.streams();
        assertThat(loop.timers()).isEqualTo(1);
        loop.advance(NEARLY_STABLE);
        assertThat(attempts.count()).isEqualTo(1);
    }
}
