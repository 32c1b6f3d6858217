package io.github.camelvision.roboflow.webrtc.core.session;

import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSED;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CLOSING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.CONNECTING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.STREAMING;
import static io.github.camelvision.roboflow.webrtc.core.session.status.SessionState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.testing.FakeRtcPeer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session on its own thread: calls from any thread, and from its callbacks. */
class SessionThreadsTest {

    private final SessionFixture fixture = new SessionFixture();

    @AfterEach
    void leavesNothingBehind() {
        fixture.close();
    }

    @Test
    void nothingAndNoNameAreRefused() {
        Session session = fixture.start();
        assertThatThrownBy(() -> session.reconfigure(null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.reconfigure(List.of(" "), null)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("turned off");
    }

    @Test
    void anErrorOnItsLoopCostsTheConnectionAndIsTold() {
        FakeRtcPeer first = fixture.stream();
        fixture.source.host.loop().offerControl(() -> {
            throw new OutOfMemoryError("expected by the test");
        });
        fixture.streaming(2);
        assertThat(first.closes()).isEqualTo(1);
        assertThat(fixture.listener.errors).singleElement().asString().contains("broken by java.lang.OutOfMemoryError");
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING);
    }

    /** It may be one that comes again and again, and looks whether the server is there. */
    @Test
    void whateverATimerThrowsCostsTheConnectionToo() {
        fixture.stream();
        fixture.source.host.loop().schedule(Duration.ofMillis(1), () -> {
            throw new IllegalStateException("expected by the test");
        });
        fixture.streaming(2);
        assertThat(fixture.listener.errors).singleElement().asString().contains("broken by java.lang.IllegalStateException");
    }

    /** As when the heap is full for a while: at the same step again, and wherever the attempt got to. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 25})
    void errorsWhileAnErrorIsHandledDoNotEndTheSession(int errors) {
        FakeRtcPeer first = fixture.stream();
        for (int i = 0; i < errors; i++) {
            fixture.source.liveFailures.add(new OutOfMemoryError("expected by the test"));
        }
        // when its time to try again at once is over, other tasks are the occasions
        fixture.source.host.loop().offerControl(() -> {
            throw new OutOfMemoryError("expected by the test");
        });
        Waiting.await("another connection").until(() -> {
            fixture.source.host.loop().offerControl(() -> {});
            return fixture.session().status().connection() == 2 && fixture.session().state() == STREAMING;
        });
        assertThat(first.closes()).isEqualTo(1);
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING, WAITING, CONNECTING, STREAMING);
    }

    @Test
    void startingTwiceConnectsOnce() {
        fixture.make();
        fixture.session().start();
        fixture.session().start();
        fixture.streaming(1);
        fixture.session().start();
        fixture.settle();
        assertThat(fixture.listener.states).containsExactly(CONNECTING, STREAMING);
        assertThat(fixture.peers.made()).hasSize(1);
    }

    @Test
    void closedBeforeStartItNeverConnects() {
        fixture.make().close();
        fixture.session().start();
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
        assertThat(fixture.listener.states).containsExactly(CLOSING, CLOSED);
        assertThat(fixture.peers.made()).isEmpty();
    }

    @Test
    void closingInsideADeliveryEndsTheSession() {
        fixture.listener.onDelivery = delivery -> {
            fixture.session().close();
            delivery.done();
        };
        fixture.stream().inference().deliver(Results.message(1));
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTING", "STREAMING", "CLOSING", "CLOSED"})
    void closingAndWaitingInsideAStateCallbackEndsTheSession(SessionState when) {
        AtomicReference<Boolean> ended = new AtomicReference<>();
        fixture.listener.onState = state -> {
            if (state == when) {
                fixture.session().close();
                try {
                    ended.set(fixture.session().awaitEnd(Duration.ofMinutes(1)));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        fixture.start();
        if (when == CLOSING || when == CLOSED) {
            fixture.streaming(1);
            fixture.session().close();
        }
        assertThat(fixture.awaitEnd().reason()).isEqualTo(SessionEnd.Reason.CLOSED);
        assertThat(ended).hasValue(false);
    }

    @Test
    void waitingForTheFirstOutcomeInsideACallbackDoesNotBlockTheSession() {
        fixture.listener.onState = state -> {
            try {
                fixture.session().awaitFirstOutcome(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
        fixture.stream();
    }
}
