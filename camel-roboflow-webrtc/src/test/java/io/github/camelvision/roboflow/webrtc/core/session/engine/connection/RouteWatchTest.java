package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.testing.Waiting;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteWatchTest {

    private static final String SERVER = "192.0.2.1";
    private static final InetAddress OLD = address("10.0.0.5");
    private static final InetAddress NEW = address("10.0.1.9");

    private final SerialLoop loop = new SerialLoop("route-watch");
    private final List<TransportException> lost = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong checks = new AtomicLong();
    private volatile boolean traffic = true;
    private volatile boolean oldIsThere = true;
    private volatile InetAddress source = OLD;
    private final RouteWatch watch = new RouteWatch(new RouteWatch.Machine() {
        @Override
        public InetAddress sourceTowards(InetAddress remote) {
            checks.incrementAndGet();
            return source;
        }

        @Override
        public boolean has(InetAddress address) {
            return oldIsThere;
        }
    }, Duration.ofMillis(5), loop, this::counters, lost::add);

    @AfterEach
    void close() {
        loop.close();
    }

    private CompletableFuture<Map<String, Object>> counters() {
        return CompletableFuture.completedFuture(Map.of("connection.bytesReceived", bytes.incrementAndGet(), "connection.responsesReceived",
                traffic ? answers.incrementAndGet() : answers.get()));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(Object remote) {
        loop.offerControl(() -> watch.start(remote));
    }

    private void staysQuiet() {
        long before = checks.get();
        Waiting.await("checks").until(() -> checks.get() > before + 20);
        assertThat(lost).isEmpty();
    }

    @Test
    void anAddressThatIsReplacedIsALoss() {
        start(SERVER);
        staysQuiet();
        oldIsThere = false;
        source = NEW;
        Waiting.await("loss").until(() -> !lost.isEmpty());
        assertThat(lost).singleElement().satisfies(cause -> assertThat(cause.getMessage()).contains("network of this machine changed")
                .doesNotContain("10.0."));
    }

    @Test
    void aLinkThatIsDownIsWaitedFor() {
        start(SERVER);
        staysQuiet();
        oldIsThere = false;
        source = null;
        staysQuiet();
        source = OLD;
        staysQuiet();
    }

    @Test
    void anotherWayIsNoLossWhileTheOldOneWorks() {
        start(SERVER);
        staysQuiet();
        source = NEW;
        staysQuiet();
        traffic = false;
        Waiting.await("loss").until(() -> !lost.isEmpty());
        assertThat(lost.get(0).getMessage()).contains("another one now");
    }

    @Test
    void whatIsNoAddressIsNotWatched() {
        start("3d1a0b52-77aa.local");
        start(null);
        start("999.1.1.1");
        loop.offerControl(() -> assertThat(checks).hasValue(0));
        Waiting.await("no check").during(Duration.ofMillis(50)).until(() -> checks.get() == 0);
    }

    @Test
    void afterTheStopNothingIsTold() {
        start(SERVER);
        loop.offerControl(watch::stop);
        oldIsThere = false;
        source = NEW;
        Waiting.await("silence").during(Duration.ofMillis(50)).until(lost::isEmpty);
    }
}
