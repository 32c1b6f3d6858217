package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The session waits for the end of its video: whatever ended it, it is told, and never as a regular end. */
class FeedThreadTest {

    /** As of a full heap, for which there are no words either. */
    private static final class Wordless extends OutOfMemoryError {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("expected by the test");
        }
    }

    private static String endOf(Error reading, Error cleaning) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        FeedThread feed = new FeedThread("session", "test") {
            @Override
            String read(Sink sink) {
                throw reading;
            }

            @Override
            void cleanUp() {
                if (cleaning != null) {
                    throw cleaning;
                }
            }
        };
        feed.start(new FrameFeed.Sink() {
            @Override
            public void opened(Double fps) {
                // nothing is read
            }

            @Override
            public boolean frame(DecodedFrame frame) {
                return false;
            }

            @Override
            public void lost(String problem) {
                // nothing is read
            }

            @Override
            public void ended(String problem) {
                end.complete(String.valueOf(problem));
            }
        });
        return end.get(45, TimeUnit.SECONDS);
    }

    @Test
    void anErrorIsToldAsTheEnd() throws Exception {
        assertThat(endOf(new StackOverflowError("on purpose"), null)).isEqualTo("The video cannot be decoded: on purpose");
    }

    @Test
    void anErrorThatCannotBeHandledIsToldAsTheEnd() throws Exception {
        assertThat(endOf(new Wordless(), null)).isEqualTo("The video cannot be decoded");
    }

    @Test
    void anErrorWhileItCleansUpIsNoReasonForSilence() throws Exception {
        assertThat(endOf(new StackOverflowError("on purpose"), new AssertionError("on purpose")))
                .isEqualTo("The video cannot be decoded: on purpose");
    }
}
