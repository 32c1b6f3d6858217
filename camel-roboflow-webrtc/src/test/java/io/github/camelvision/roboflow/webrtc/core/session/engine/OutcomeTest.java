package io.github.camelvision.roboflow.webrtc.core.session.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final Duration NOW = Duration.ZERO;

    private final Outcome outcome = new Outcome();

    @Test
    void whoDoesNotWantToWaitIsToldThatNothingHappenedYet() throws InterruptedException {
        assertThat(outcome.hasBegun()).isFalse();
        assertThat(outcome.awaitFirst(NOW)).isFalse();
        assertThat(outcome.awaitEnd(NOW)).isFalse();
    }

    @Test
    void aSessionThatHasBegunIsNotOver() throws InterruptedException {
        outcome.begun();
        assertThat(outcome.hasBegun()).isTrue();
        assertThat(outcome.awaitFirst(NOW)).isTrue();
        assertThat(outcome.awaitEnd(NOW)).isFalse();
    }

    @Test
    void anEndIsAnOutcomeToo() throws InterruptedException {
        SessionEnd end = new SessionEnd(SessionEnd.Reason.CLOSED, null, null);
        outcome.ended(end);
        assertThat(outcome.hasBegun()).isTrue();
        assertThat(outcome.awaitFirst(NOW)).isTrue();
        assertThat(outcome.awaitEnd(NOW)).isTrue();
        assertThat(outcome.end()).isCompletedWithValue(end);
    }

    @Test
    void aFailureBeforeTheFirstConnectionIsThrownAndItsEndIsNot() throws InterruptedException {
        TransportException cause = new TransportException("refused");
        outcome.ended(new SessionEnd(SessionEnd.Reason.FAILED, null, cause));
        assertThatThrownBy(() -> outcome.awaitFirst(NOW)).isSameAs(cause);
        assertThat(outcome.awaitEnd(NOW)).isTrue();
    }

    @Test
    void aFailureAfterTheFirstConnectionIsNotThrown() throws InterruptedException {
        outcome.begun();
        outcome.ended(new SessionEnd(SessionEnd.Reason.FAILED, null, new TransportException("lost")));
        assertThat(outcome.awaitFirst(NOW)).isTrue();
    }
}
