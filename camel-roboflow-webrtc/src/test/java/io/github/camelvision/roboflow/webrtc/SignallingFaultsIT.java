package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultRoute;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.FaultyFront;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A way to the server that spoils the request for a session: rows of the fault table of docs/reliability.adoc. */
class SignallingFaultsIT {

    private static final String TABLE = "faults";
    private static final String HTML = "<html><body><h1>Welcome to the hotel's network</h1></body></html>";
    private static final int ENOUGH = 10;

    private final FaultLog log = new FaultLog();

    static Stream<Arguments> passing() {
        return Stream.of(
                fault("hangs (requestTimeout=2s)", FaultyFront::hangs),
                fault("breaks off", FaultyFront::truncates),
                fault("JSON cut in the middle", FaultyFront::cutsJson),
                fault("HTML, 200", front -> front.says(200, "Content-Type", "text/html", HTML)),
                fault("empty, 200", front -> front.says(200, null, null, "")),
                fault("redirect (302) to a page", front -> front.says(302, "Location", "/login", HTML)),
                fault("redirect (307) in a circle", front -> front.says(307, "Location", "/initialise_webrtc_worker", "")),
                fault("429 with Retry-After: 2", front -> front.says(429, "Retry-After", "2", "{\"message\": \"too many\"}")),
                fault("500", front -> front.says(500, null, null, "{\"message\": \"model failed\"}")),
                fault("502, HTML of a proxy", front -> front.says(502, "Content-Type", "text/html", HTML)),
                fault("503", front -> front.says(503, null, null, "")),
                fault("504", front -> front.says(504, null, null, "")),
                fault("ICE never completes (another password, connectTimeout=4s)",
                        front -> front.changes(answer -> answer.replaceAll("a=ice-pwd:....", "a=ice-pwd:AAAA"))),
                fault("DTLS never completes (another fingerprint)",
                        front -> front.changes(answer -> answer.replaceAll("(a=fingerprint:sha-256) ..:..:", "$1 00:00:"))));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                fault("401", front -> front.says(401, null, null, "{\"message\": \"unknown key\"}")),
                fault("404", front -> front.says(404, null, null, "{\"message\": \"no such workflow\"}")));
    }

    static Stream<Arguments> finalAtFirst() {
        return Stream.concat(refusals(), Stream.of(
                fault("HTML, 200", front -> front.says(200, "Content-Type", "text/html", HTML)),
                fault("redirect (302) to a page", front -> front.says(302, "Location", "/login", HTML))));
    }

    private static Arguments fault(String name, Consumer<FaultyFront> fault) {
        return Arguments.of(name, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void whatMayPassIsTriedAgainAndNoFrameIsLost(String name, Consumer<FaultyFront> fault) throws Exception {
        try (HttpWorker next = new HttpWorker(); FaultyFront front = new FaultyFront(next.url())) {
            try (FaultRoute route = route(front)) {
                long broken = streamingThenBroken(front, next, fault, route);
                log.awaitEvent("disconnected", broken);
                TimeUnit.SECONDS.sleep(1);
                front.heal();
                long healed = System.nanoTime();
                log.awaitAnswers(ENOUGH);
                route.stopSending();
                log.awaitAllTold();
                FaultRow.write(TABLE, "answer to a reconnect: " + name, true, log, broken, healed);
                assertThat(log.events("gap", broken)).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void whatIsARefusalEndsTheSessionAndEverySenderIsTold(String name, Consumer<FaultyFront> fault) throws Exception {
        try (HttpWorker next = new HttpWorker(); FaultyFront front = new FaultyFront(next.url()); FaultRoute route = route(front)) {
            long broken = streamingThenBroken(front, next, fault, route);
            ended("answer to a reconnect: " + name, route, broken);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("finalAtFirst")
    void whatIsNoServerAtAllEndsASessionThatWasNeverConnected(String name, Consumer<FaultyFront> fault) throws Exception {
        try (HttpWorker next = new HttpWorker(); FaultyFront front = new FaultyFront(next.url()); FaultRoute route = route(front)) {
            fault.accept(front);
            long broken = System.nanoTime();
            route.start();
            ended("answer to the first request: " + name, route, broken);
        }
    }

    private FaultRoute route(FaultyFront front) throws Exception {
        return new FaultRoute(front.url(), "&lossless=true&requestTimeout=2s&connectTimeout=4s", log::add);
    }

    /** A session is up, then its worker goes, and the way to the next one is spoilt. Returns when that was noticed. */
    private long streamingThenBroken(FaultyFront front, HttpWorker next, Consumer<FaultyFront> fault, FaultRoute route) {
        long begin = System.nanoTime();
        try (HttpWorker first = new HttpWorker()) {
            front.leadsTo(first.url());
            route.start();
            log.awaitAnswers(ENOUGH);
            front.leadsTo(next.url());
            fault.accept(front);
        }
        log.awaitEvent("disconnected", begin);
        return System.nanoTime();
    }

    private void ended(String fault, FaultRoute route, long broken) throws InterruptedException {
        log.awaitEvent("completed", broken);
        int told = log.count("failed");
        await("frames that come later fail at once").atMost(FaultLog.PATIENCE).until(() -> log.count("failed") >= told + 3);
        route.stopSending();
        log.awaitAllTold();
        FaultRow.write(TABLE, fault, false, log, broken, broken);
    }
}
