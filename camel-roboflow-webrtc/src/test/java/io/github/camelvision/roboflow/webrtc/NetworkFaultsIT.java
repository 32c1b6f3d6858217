package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.FaultLog;
import io.github.camelvision.roboflow.webrtc.testing.FaultMain;
import io.github.camelvision.roboflow.webrtc.testing.FaultProcess;
import io.github.camelvision.roboflow.webrtc.testing.FaultRow;
import io.github.camelvision.roboflow.webrtc.testing.Namespaces;
import io.github.camelvision.roboflow.webrtc.testing.TurnServer;
import io.github.camelvision.roboflow.webrtc.testing.TwoHosts;
import io.github.camelvision.roboflow.webrtc.testing.WorkerMain;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What networks do to a session, counted: rows of the fault tables of docs/reliability.adoc. {@code -Dfaults.long=true} runs those that
 * take long instead.
 */
class NetworkFaultsIT {

    private static final String TABLE = "faults-network";
    private static final boolean LONG = Boolean.getBoolean("faults.long");
    private static final int ENOUGH = 20;
    private static final String TURN_SECRET = "shared-secret";

    private final FaultLog log = new FaultLog();

    @BeforeEach
    void possible() {
        Namespaces.assumeAvailable();
    }

    static Stream<Arguments> losses() {
        return LONG ? Stream.of(Arguments.of(25, 900)) : Stream.of(Arguments.of(1, 150), Arguments.of(5, 150));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lostPacketsCostNoFrame(int percent, int frames) {
        try (TwoHosts hosts = new TwoHosts(); FaultProcess client = client(hosts, "&lossless=true", 120)) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            hosts.lose(percent);
            int before = log.count("answered");
            await(frames + " answers").atMost(FaultLog.PATIENCE.multipliedBy(3)).until(() -> log.count("answered") >= before + frames);
            hosts.pass();
            end(client);
            FaultRow.write(LONG ? "faults-long" : TABLE, percent + " % of all packets lost, each way, for " + frames + " frames", true, log,
                    broken, System.nanoTime());
        }
    }

    static Stream<Arguments> blackholes() {
        return LONG ? Stream.of(Arguments.of(40, true), Arguments.of(40, false)) : Stream.of(Arguments.of(5, true), Arguments.of(5, false));
    }

    @ParameterizedTest
    @MethodSource("blackholes")
    void whatSwallowsEverythingForAWhileIsSurvived(int seconds, boolean lossless) throws Exception {
        try (TwoHosts hosts = new TwoHosts(); FaultProcess client = client(hosts, "&lossless=" + lossless, 120)) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            hosts.swallow();
            TimeUnit.SECONDS.sleep(seconds);
            hosts.pass();
            long healed = System.nanoTime();
            log.awaitAnswers(ENOUGH);
            end(client);
            FaultRow.write(LONG ? "faults-long" : TABLE, "everything swallowed for " + seconds + " s, links up", lossless, log, broken,
                    healed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"another address", "another interface", "NAT forgot and has another address"})
    void anotherWayIsTaken(String change) {
        boolean nat = change.startsWith("NAT");
        try (TwoHosts hosts = nat ? new TwoHosts().nat() : new TwoHosts(); FaultProcess client = client(hosts, "&lossless=true", 120)) {
            log.awaitAnswers(ENOUGH);
            long broken = System.nanoTime();
            switch (change) {
                case "another address" -> hosts.changeClientAddress(TwoHosts.CLIENT, "10.98.1.77");
                case "another interface" -> hosts.moveClientToSecondInterface();
                default -> hosts.rebindNat();
            }
            int sent = log.count("sent");
            await("answers of frames that were sent after it").atMost(FaultLog.PATIENCE)
                    .until(() -> log.count("answered") >= sent + ENOUGH);
            end(client);
            FaultRow.write(TABLE, change, true, log, broken, broken);
        }
    }

    @ParameterizedTest
    @CsvSource({"udp", "tcp"})
    void theWayThroughATurnServerIsEnough(String transport) {
        TurnServer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            List<String> turn = turnServer(hosts, "--user", TurnServer.USER + ":" + TurnServer.PASSWORD);
            long broken = System.nanoTime();
            try (FaultProcess client = client(hosts, relay(transport, TurnServer.USER, TurnServer.PASSWORD) + "&lossless=true", 120)) {
                log.awaitAnswers(5 * ENOUGH);
                end(client);
            }
            FaultRow.write(TABLE, "TURN alone, " + transport.toUpperCase(java.util.Locale.ROOT), true, log, broken, broken);
            await("allocation").atMost(FaultLog.PATIENCE)
                    .until(() -> turn.stream().anyMatch(line -> line.contains("ALLOCATE processed, success")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "expired"})
    void credentialsThatTheTurnServerRefusesAreTold(String kind) {
        TurnServer.assumeAvailable();
        boolean expired = kind.equals("expired");
        try (TwoHosts hosts = new TwoHosts()) {
            List<String> turn = expired ? turnServer(hosts, "--use-auth-secret", "--static-auth-secret=" + TURN_SECRET)
                    : turnServer(hosts, "--user", TurnServer.USER + ":" + TurnServer.PASSWORD);
            String user = expired ? Instant.now().minusSeconds(60).getEpochSecond() + ":gate" : TurnServer.USER;
            String password = expired ? TurnServer.temporaryPassword(TURN_SECRET, user) : "no-such-password";
            long broken = System.nanoTime();
            try (FaultProcess client = client(hosts, relay("udp", user, password), 5)) {
                await("two attempts").atMost(FaultLog.PATIENCE).until(() -> log.events("disconnected", broken) >= 2);
                end(client);
            }
            FaultRow.write(TABLE, "TURN alone, " + kind + " credentials", false, log, broken, broken);
            assertThat(log.seen(broken)).contains("turn:").contains("401").doesNotContain(password);
            assertThat(turn).noneMatch(line -> line.contains("ALLOCATE processed, success"));
        }
    }

    @Test
    void credentialsThatAreStillValidAreTaken() {
        TurnServer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            turnServer(hosts, "--use-auth-secret", "--static-auth-secret=" + TURN_SECRET);
            String user = Instant.now().plusSeconds(600).getEpochSecond() + ":gate";
            long broken = System.nanoTime();
            try (FaultProcess client = client(hosts, relay("udp", user, TurnServer.temporaryPassword(TURN_SECRET, user)) + "&lossless=true",
                    120)) {
                log.awaitAnswers(ENOUGH);
                end(client);
            }
            FaultRow.write(TABLE, "TURN alone, UDP, temporary credentials", true, log, broken, broken);
        }
    }

    @Test
    void withoutUdpTheWayIsTcp() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowUdp();
            long broken = System.nanoTime();
            try (FaultProcess client = client(hosts, "&lossless=true", 120)) {
                log.awaitAnswers(3 * ENOUGH);
                end(client);
            }
            FaultRow.write(TABLE, "UDP swallowed from the start, Java worker", true, log, broken, broken);
        }
    }

    private static String relay(String transport, String user, String password) {
        return "&iceTransportPolicy=relay&turnUrls=RAW(turn:" + TwoHosts.SERVER + ":3478?transport=" + transport + ")&turnUsername=" + user
                + "&turnPassword=RAW(" + password + ")";
    }

    /** What it logs. */
    private static List<String> turnServer(TwoHosts hosts, String... credentials) {
        List<String> lines = new CopyOnWriteArrayList<>();
        new FaultProcess(hosts.programOnServer(TurnServer.command(TwoHosts.SERVER, 3478, credentials)), lines::add);
        await("start of coturn").atMost(FaultLog.PATIENCE)
                .until(() -> lines.stream().anyMatch(line -> line.contains("listener opened on")));
        return lines;
    }

    private FaultProcess client(TwoHosts hosts, String options, int replySeconds) {
        List<String> worker = new CopyOnWriteArrayList<>();
        new FaultProcess(hosts.onServer(WorkerMain.class, TwoHosts.SERVER), worker::add);
        await("worker").atMost(FaultLog.PATIENCE).until(() -> worker.stream().anyMatch(line -> line.startsWith("url ")));
        String url = worker.stream().filter(line -> line.startsWith("url ")).findFirst().orElseThrow().substring(4);
        return new FaultProcess(hosts.onClient(FaultMain.class, url, options, String.valueOf(replySeconds)), log::add);
    }

    private void end(FaultProcess client) {
        client.stopSending();
        log.awaitAllTold();
    }
}
