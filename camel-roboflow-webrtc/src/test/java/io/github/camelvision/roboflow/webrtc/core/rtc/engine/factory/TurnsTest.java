package io.github.camelvision.roboflow.webrtc.core.rtc.engine.factory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns turns = new Turns(2);

    private List<CompletableFuture<Void>> enter(int count) {
        return IntStream.range(0, count).mapToObj(n -> turns.enter()).toList();
    }

    private static List<Boolean> done(List<CompletableFuture<Void>> entered) {
        return entered.stream().map(CompletableFuture::isDone).toList();
    }

    @Test
    void theOthersWaitInTheirOrder() {
        List<CompletableFuture<Void>> entered = enter(5);
        assertThat(done(entered)).containsExactly(true, true, false, false, false);
        turns.leave();
        assertThat(done(entered)).containsExactly(true, true, true, false, false);
        turns.leave();
        turns.leave();
        assertThat(done(entered)).containsOnly(true);
    }

    @Test
    void whoeverHasLeftMakesRoom() {
        enter(2);
        turns.leave();
        turns.leave();
        assertThat(done(enter(3))).containsExactly(true, true, false);
    }
}
