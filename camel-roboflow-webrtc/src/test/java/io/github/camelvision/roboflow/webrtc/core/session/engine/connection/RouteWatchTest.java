package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.testing.VirtualLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When another way to the server is the end of a connection; a check each second of virtual time. */
class RouteWatchTest {

    private static final String SERVER = "192.0.2.1";
    private static final InetAddress OLD = address("10.0.0.5");
    private static final InetAddress NEW = address("10.0.1.9");

    private final VirtualLoop loop = new VirtualLoop();
    private final List<TransportException> lost = new ArrayList<>();
    private long bytes;
    private long answers;
    private int checks;
    private boolean traffic = true;
    private boolean counting = true;
    private boolean oldIsThere = true;
    private InetAddress source = OLD;
    private CompletableFuture<Map<String, Object>> pending;
    private final RouteWatch watch = new RouteWatch(new RouteWatch.Machine() {
        @Override
        public InetAddress sourceTowards(InetAddress remote) {
            assertThat(remote).isEqualTo(address(SERVER));
            checks++;
            return source;
        }

        @Override
        public boolean has(InetAddress address) {
            assertThat(address).isEqualTo(OLD);
            return oldIsThere;
        }
    }, Duration.ofSeconds(1), loop, this::counters, lost::add);

    private CompletableFuture<Map<String, Object>> counters() {
        if (pending != null) {
            return pending;
        }
        if (!counting) {
            return CompletableFuture.failedFuture(new IllegalStateException("no statistics"));
        }
        bytes++;
        answers += traffic ? 1 : 0;
        return CompletableFuture.completedFuture(Map.of("connection.bytesReceived", bytes, "connection.responsesReceived", answers));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void staysQuietFor(int seconds) {
        int before = checks;
        loop.seconds(seconds);
        assertThat(checks).isEqualTo(before + seconds);
        assertThat(lost).isEmpty();
    }

    private void isLostAfter(int seconds) {
        staysQuietFor(seconds - 1);
        loop.seconds(1);
        assertThat(lost).hasSize(1);
        loop.seconds(100);
        assertThat(lost).as("told once").hasSize(1);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void anAddressThatIsReplacedIsALossWhenItIsSeenTwice() {
        watch.start(SERVER);
        staysQuietFor(100);
        oldIsThere = false;
        source = NEW;
        isLostAfter(2);
        assertThat(lost.get(0).getMessage()).contains("network of this machine changed").doesNotContain("10.0.");
    }

    @Test
    void aLinkThatIsDownIsWaitedFor() {
        watch.start(SERVER);
        oldIsThere = false;
        source = null;
        staysQuietFor(100);
        source = OLD;
        staysQuietFor(100);
    }

    @Test
    void aWayThatIsBackForgivesWhatWasBefore() {
        watch.start(SERVER);
        for (int i = 0; i < 5; i++) {
            oldIsThere = false;
            source = NEW;
            staysQuietFor(1);
            source = OLD;
            staysQuietFor(1);
        }
    }

    @Test
    void anotherWayIsNoLossWhileTheOldOneWorks() {
        watch.start(SERVER);
        source = NEW;
        staysQuietFor(100);
        traffic = false;
        isLostAfter(4);
        assertThat(lost.get(0).getMessage()).contains("another one now", "no answer came on the old one for 4 s");
    }

    @Test
    void answersThatComeAgainForgiveSilence() {
        watch.start(SERVER);
        source = NEW;
        staysQuietFor(10);
        for (int i = 0; i < 5; i++) {
            traffic = false;
            staysQuietFor(3);
            traffic = true;
            staysQuietFor(1);
        }
    }

    /** The old way works again for a moment, so silence is counted from there. */
    @Test
    void theOldWayForgivesSilence() {
        watch.start(SERVER);
        traffic = false;
        source = NEW;
        staysQuietFor(4);
        source = OLD;
        staysQuietFor(1);
        source = NEW;
        isLostAfter(5);
    }

    @Test
    void aPeerWithoutStatisticsIsSilent() {
        watch.start(SERVER);
        source = NEW;
        counting = false;
        isLostAfter(5);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"3d1a0b52-77aa.local", "999.1.1.1", "", "1::2::3"})
    void whatIsNoAddressIsNotWatched(String remote) {
        watch.start(remote);
        loop.seconds(10);
        assertThat(checks).isZero();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void withoutAWayAtTheStartNothingIsWatched() {
        source = null;
        watch.start(SERVER);
        assertThat(loop.timers()).isZero();
    }

    @Test
    void afterTheStopNothingIsTold() {
        watch.start(SERVER);
        watch.stop();
        oldIsThere = false;
        source = NEW;
        loop.seconds(10);
        assertThat(lost).isEmpty();
        assertThat(loop.timers()).isZero();
    }

    @Test
    void statisticsThatComeAfterTheStopTellNothing() {
        watch.start(SERVER);
        source = NEW;
        traffic = false;
        staysQuietFor(4);
        pending = new CompletableFuture<>();
        loop.seconds(1);
        watch.stop();
        pending.complete(Map.of());
        loop.seconds(10);
        assertThat(lost).isEmpty();
        assertThat(loop.timers()).isZero();
    }
}
