package io.github.camelvision.roboflow.webrtc.core.session.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.status.Drops;
import io.github.camelvision.roboflow.webrtc.core.session.status.Gap;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionEnd;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.source.UploadProgress;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The user's code between a session and its user. */
class GuardedListenerTest {

    private final List<String> told = new ArrayList<>();

    /** Tells its name, and fails if asked. */
    private final class Told implements SessionListener {

        private final boolean fails;

        Told(boolean fails) {
            this.fails = fails;
        }

        private void tell(String callback) {
            told.add(callback);
            if (fails) {
                throw new IllegalStateException("thrown by the test's listener");
            }
        }

        @Override
        public void onDelivery(Delivery delivery) {
            tell("onDelivery");
        }

        @Override
        public boolean makeRoom() {
            tell("makeRoom");
            return true;
        }

        @Override
        public void onState(SessionState state, RoboflowWebrtcException cause) {
            tell("onState");
        }

        @Override
        public void onError(RoboflowWebrtcException error) {
            tell("onError");
        }

        @Override
        public void onGap(Gap gap) {
            tell("onGap");
        }

        @Override
        public void onResult(InferenceResult result, Frame sent, Duration latency) {
            tell("onResult");
        }

        @Override
        public void onSent(Frame frame) {
            tell("onSent");
        }

        @Override
        public void onDropped(Drops dropped) {
            tell("onDropped");
        }

        @Override
        public void onUpload(UploadProgress progress) {
            tell("onUpload");
        }

        @Override
        public void onEnd(SessionEnd end) {
            tell("onEnd");
        }
    }

    private boolean tellAll(GuardedListener listener, Delivery delivery) {
        listener.onDelivery(delivery);
        listener.onState(SessionState.CONNECTING, null);
        listener.onError(null);
        listener.onGap(null);
        listener.onResult(null, null, null);
        listener.onSent(null);
        listener.onDropped(null);
        listener.onUpload(null);
        listener.onEnd(null);
        boolean room = listener.makeRoom();
        assertThat(told).containsExactly("onDelivery", "onState", "onError", "onGap", "onResult", "onSent", "onDropped", "onUpload",
                "onEnd", "makeRoom");
        return room;
    }

    @Test
    void everythingIsPassedOnAndADeliveryIsTheUsers() {
        AtomicInteger done = new AtomicInteger();
        try (CapturedLog log = new CapturedLog()) {
            assertThat(tellAll(new GuardedListener(new Told(false)), new Delivery(null, null, null, done::incrementAndGet))).isTrue();
            assertThat(log.lines()).isEmpty();
        }
        assertThat(done).hasValue(0);
    }

    @Test
    void ofManyFailuresTheFirstIsLoggedByItsNameAndADeliveryThatNobodyTookIsDone() {
        AtomicInteger done = new AtomicInteger();
        try (CapturedLog log = new CapturedLog()) {
            assertThat(tellAll(new GuardedListener(new Told(true)), new Delivery(null, null, null, done::incrementAndGet))).isFalse();
            assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR")).singleElement().asString()
                    .startsWith("ERROR The session's listener failed in onDelivery").doesNotContain("times since");
        }
        assertThat(done).hasValue(1);
    }

    @Test
    void aListenerThatSaysNoMadeNoRoom() {
        assertThat(new GuardedListener(delivery -> {}).makeRoom()).isFalse();
    }
}
