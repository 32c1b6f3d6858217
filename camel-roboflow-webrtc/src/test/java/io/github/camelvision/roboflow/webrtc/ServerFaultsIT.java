package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultRoute;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.FaultyFront;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that die, stand still, or send half of what they owe: rows of the fault table of docs/reliability.adoc. */
class ServerFaultsIT {

    private static final String TABLE = "faults";
    private static final int ENOUGH = 20;

    private final FaultLog log = new FaultLog();

    @BeforeEach
    void possible() {
        PythonPeer.assumeAvailable();
    }

    @ParameterizedTest
    @CsvSource({"killed, true", "killed, false", "restarted, true", "restarted, false"})
    void aServerThatIsGoneAndReturnsIsUsedAgain(String how, boolean lossless) throws Exception {
        PythonPeer server = PythonPeer.worker();
        String port = String.valueOf(server.port());
        try (FaultRoute route = route(server, lossless, "").start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            if (how.equals("killed")) {
                server.crash();
            } else {
                server.close();
            }
            log.awaitEvent("disconnected", broken);
            server = PythonPeer.worker("--port", port);
            long healed = System.nanoTime();
            end(route, healed);
            FaultRow.write(TABLE, "server " + how + (how.equals("killed") ? " (kill -9), started again" : " (SIGTERM)"), lossless, log,
                    broken, healed);
            assertThat(log.events("gap", broken)).isEqualTo(1);
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatStandsStillIsLeftAndUsedAgain(boolean lossless) throws Exception {
        try (PythonPeer server = PythonPeer.worker(); FaultRoute route = route(server, lossless, "").start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            server.pause();
            log.awaitEvent("disconnected", broken);
            TimeUnit.SECONDS.sleep(2);
            server.resume();
            long healed = System.nanoTime();
            end(route, healed);
            FaultRow.write(TABLE, "server frozen (SIGSTOP) until it was given up", lossless, log, broken, healed);
            assertThat(log.events("gap", broken)).isEqualTo(1);
        }
    }

    @Test
    void aServerThatStandsStillForThreeSecondsIsNotLeft() throws Exception {
        try (PythonPeer server = PythonPeer.worker(); FaultRoute route = route(server, true, "").start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            server.pause();
            TimeUnit.SECONDS.sleep(3);
            server.resume();
            long healed = System.nanoTime();
            end(route, healed);
            FaultRow.write(TABLE, "server frozen (SIGSTOP) for 3 s", true, log, broken, healed);
        }
    }

    @ParameterizedTest
    @CsvSource({"--stall-after, connected and silent", "--mute-data-after, 'media without data: frames come back, no results'",
            "--drop-channel-after, connection closed by the server"})
    void aServerThatOwesAnswersIsLeft(String option, String fault) throws Exception {
        try (PythonPeer server = PythonPeer.worker(option, "20");
                FaultRoute route = route(server, true, "&stallTimeout=3s&emit=paired&streamOutput=image").start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            log.awaitEvent("disconnected", broken);
            end(route, System.nanoTime());
            FaultRow.write(TABLE, fault + " after 20 frames of each connection", true, log, broken, broken);
        }
    }

    @Test
    void aVideoThatEndsCostsNoAnswer() throws Exception {
        try (PythonPeer server = PythonPeer.worker("--mute-track-after", "20");
                FaultRoute route = route(server, true, "&stallTimeout=3s&emit=paired&streamOutput=image").start()) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            log.awaitEvent("disconnected", broken);
            end(route, System.nanoTime());
            FaultRow.write(TABLE, "data without media: results go on, the video ends after 20 frames of each connection", true, log, broken,
                    broken);
        }
    }

    @Test
    void aChannelThatNeverOpensIsNotWaitedForLongerThanTheUserSaid() throws Exception {
        try (PythonPeer deaf = PythonPeer.worker("--deaf"); PythonPeer server = PythonPeer.worker();
                FaultyFront front = new FaultyFront(deaf.httpUrl());
                FaultRoute route = new FaultRoute(front.url(), "&lossless=true&connectTimeout=4s", log::add).start()) {
            await("request").atMost(FaultLog.PATIENCE).until(() -> front.asked() > 0);
            long broken = System.nanoTime();
            log.awaitEvent("disconnected", broken);
            assertThat(log.seen(broken)).contains("waiting for the data channel to open");
            front.leadsTo(server.httpUrl());
            long healed = System.nanoTime();
            end(route, healed);
            FaultRow.write(TABLE, "channel never opens, path and encryption are up (connectTimeout=4s)", true, log, broken, healed);
        }
    }

    private FaultRoute route(PythonPeer server, boolean lossless, String options) throws Exception {
        return new FaultRoute(server.httpUrl(), "&lossless=" + lossless + options, log::add);
    }

    private void end(FaultRoute route, long healed) throws InterruptedException {
        log.awaitAnswers(ENOUGH);
        assertThat(log.answeredAfter(healed)).isNotEqualTo("-");
        route.stopSending();
        log.awaitAllTold();
    }
}
