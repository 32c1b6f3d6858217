package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCallsTest {

    private final NativeCalls calls = new NativeCalls();

    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        @SuppressWarnings("unchecked")
        T unchecked = (T) failure;
        throw unchecked;
    }

    private void fail(Throwable failure) {
        calls.run("Adding a track", () -> NativeCallsTest.<RuntimeException> sneak(failure));
    }

    @ParameterizedTest
    @ValueSource(classes = {UnsatisfiedLinkError.class, NoClassDefFoundError.class, NoSuchMethodError.class})
    void aMissingClassOrLibraryIsNamedWithItsCure(Class<? extends LinkageError> kind) throws Exception {
        LinkageError missing = kind.getConstructor(String.class).newInstance("libmissing");

        assertThatThrownBy(() -> fail(missing)).isInstanceOf(NativeException.class).hasCause(missing)
                .hasMessageContainingAll(kind.getSimpleName(), "libmissing", "class path");
    }

    @Test
    void whatTheLibraryRefusesIsATransportFailureThatSaysWhatWasDone() {
        for (Throwable refused : new Throwable[] {new IllegalStateException("no such codec"), new Error("no such codec")}) {
            assertThatThrownBy(() -> fail(refused)).isInstanceOf(TransportException.class).hasCause(refused)
                    .hasMessage("Adding a track failed: no such codec");
        }
    }

    @Test
    void aFullHeapAndOurOwnFailuresStayWhatTheyAre() {
        for (Throwable own : new Throwable[] {new OutOfMemoryError("on purpose"), new StackOverflowError(),
                new TransportException("ours"), new IllegalArgumentException("no such option")}) {
            assertThatThrownBy(() -> fail(own)).isSameAs(own);
        }
    }

    @Test
    void aFailedCallLetsTheNextThreadIn() throws Exception {
        assertThatThrownBy(() -> fail(new UnsatisfiedLinkError("libmissing"))).isInstanceOf(NativeException.class);

        assertThat(CompletableFuture.supplyAsync(() -> calls.call("Asking", () -> "answer")).get(45, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    @Test
    void nothingIsCalledAfterTheClose() {
        assertThat(calls.close()).isTrue();
        assertThat(calls.close()).isFalse();

        assertThat(calls.<String> callIfOpen("Asking", () -> {
            throw new AssertionError("called");
        }, "otherwise")).isEqualTo("otherwise");
        assertThatThrownBy(() -> fail(new AssertionError("called"))).isInstanceOf(TransportException.class)
                .hasMessage("Adding a track after the peer connection was closed");
    }

    @Test
    void noCallIsMadeInsideOfACallback() {
        CallbackGuard.run("onTest", () -> assertThatThrownBy(() -> fail(new AssertionError("called")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("inside a native callback"));
    }
}
