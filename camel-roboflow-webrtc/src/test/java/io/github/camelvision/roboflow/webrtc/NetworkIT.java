package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.Namespaces;
import io.github.camelvision.roboflow.webrtc.testing.NetworkSession;
import io.github.camelvision.roboflow.webrtc.testing.ProgramLines;
import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.TurnServer;
import io.github.camelvision.roboflow.webrtc.testing.TwoHosts;
import io.github.camelvision.roboflow.webrtc.testing.WorkerMain;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How a client reaches a worker on another host: in which networks, and how soon. Writes rows of docs/networks.adoc; the deadlines are
 * generous for the sake of busy machines.
 */
@Execution(ExecutionMode.SAME_THREAD)
class NetworkIT {

    @BeforeEach
    void possible() {
        Namespaces.assumeAvailable();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", value = {
            "-; No ICE server; 0.8 s; the native library is loaded in this time",
            "stun:NOBODY:3478; A STUN server that does not answer; 40.6 s; the offer leaves after gatherTimeout",
            "turn:NOBODY:3478?transport=udp; A TURN server over UDP that does not answer; 40.6 s; the offer leaves after gatherTimeout",
            "turn:NOBODY:3478?transport=tcp; A TURN server over TCP that does not answer; never; the offer leaves after gatherTimeout",
            "turns:NOBODY:5349?transport=tcp; A TURN server over TLS that does not answer; not measured; leaves after gatherTimeout"})
    void anIceServerThatDoesNotAnswerDelaysNoDirectPath(String server, String situation, String before, String how) {
        try (TwoHosts hosts = new TwoHosts()) {
            String url = NetworkSession.worker(hosts);
            String dead = server == null ? null : server.replace("NOBODY", TwoHosts.NOBODY);
            ProgramLines client = dead == null ? NetworkSession.client(hosts, url) : NetworkSession.client(hosts, url, dead);
            client.await("state STREAMING");
            NetworkSession.row(situation, before, client.seconds("begin", "state STREAMING"), how);
            if (dead != null) {
                assertThat(client.text()).contains("ice (no answer yet from " + dead);
                assertThat(client.count("log WARN Session network: going on without waiting for every ICE server")).isEqualTo(1);
            }
        }
    }

    @Test
    void withoutUdpTheWayIsTcp() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowUdp();
            ProgramLines client = NetworkSession.streaming(hosts);
            NetworkSession.row("UDP blocked, Java worker", "not measured", client.seconds("begin", "result"), "TCP candidates");
        }
    }

    /** Between the hosts only HTTP passes; what reaches coturn on the router goes on from there. */
    @ParameterizedTest
    @ValueSource(strings = {"java", "aiortc"})
    void whereOnlyARelayWorksItIsUsed(String worker) {
        TurnServer.assumeAvailable();
        PythonPeer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            String url = worker.equals("java") ? NetworkSession.worker(hosts) : NetworkSession.aiortc(hosts);
            hosts.turnOnRouter();
            hosts.passOnlyTcpTo(URI.create(url).getPort());
            ProgramLines client = NetworkSession.streaming(hosts, url, turn());
            NetworkSession.row("Only HTTP and the TURN server are reached, " + worker + " worker", "not measured",
                    client.seconds("begin", "result"), "the relay is in the offer");
            assertThat(client.text()).doesNotContain("WAITING");
        }
    }

    /** The offer cannot wait for it without delaying everybody: the server learns it from the packets, or by the next offer. */
    @ParameterizedTest
    @ValueSource(strings = {"java", "aiortc"})
    void aRelayThatComesAfterTheOfferIsUsed(String worker) {
        TurnServer.assumeAvailable();
        PythonPeer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            String url = worker.equals("java") ? NetworkSession.worker(hosts) : NetworkSession.aiortc(hosts);
            hosts.turnOnRouter();
            hosts.swallowTurn();
            hosts.passOnlyTcpTo(URI.create(url).getPort());
            ProgramLines client = NetworkSession.client(hosts, url, turn());
            client.await("log WARN Session network: going on without waiting for every ICE server");
            hosts.passTurn();
            client.awaitAfter(0, "result");
            assertThat(client.text()).contains("ice (no answer yet from " + turn());
            NetworkSession.row("Only HTTP and a TURN server that answers after the offer are reached, " + worker + " worker",
                    "not measured", client.seconds("begin", "result"), "the server learns the relay from its packets");
        }
    }

    /** A relay that is late, and not needed, costs nothing. */
    @Test
    void aLateRelayLeavesADirectPathAlone() {
        TurnServer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            String url = NetworkSession.worker(hosts);
            hosts.turnOnRouter();
            hosts.swallowTurn();
            ProgramLines client = NetworkSession.client(hosts, url, turn());
            client.await("state STREAMING");
            hosts.passTurn();
            int before = client.count("result");
            await("60 results").atMost(Duration.ofSeconds(45)).until(() -> client.count("result") >= before + 60);
            assertThat(client.text()).doesNotContain("WAITING");
            NetworkSession.row("A TURN server answers late beside a direct path", "not measured",
                    client.seconds("begin", "state STREAMING"),
                    "the direct path is used, and stays");
        }
    }

    @ParameterizedTest
    @CsvSource({"java, 1500", "java, 1280", "java, 1000", "java, 576", "aiortc, 1500", "aiortc, 1280", "aiortc, 1000", "aiortc, 576"})
    void smallPacketsAreEnough(String worker, int mtu) {
        results(worker, mtu, false, false, "Path MTU " + mtu + ", " + worker + " worker",
                mtu < 1228 ? "the router says so, and packets are split" : "the packets fit");
    }

    /** WebRTC's packets have up to 1200 bytes, 1228 with their headers, whatever the path takes. */
    @ParameterizedTest
    @CsvSource({"java, 1280, false", "aiortc, 1280, false", "java, 1000, true", "java, 576, true", "aiortc, 1000, true",
            "aiortc, 576, true"})
    void wherePacketsThatAreTooLargeVanishThereIsACure(String worker, int mtu, boolean cure) {
        results(worker, mtu, true, cure, "Path MTU " + mtu + " behind a firewall without ICMP, " + worker + " worker",
                cure ? "with net.ipv4.ip_no_pmtu_disc=1; without it, packets of more than " + mtu + " bytes vanish" : "the packets fit");
    }

    private static void results(String worker, int mtu, boolean silent, boolean cure, String situation, String how) {
        PythonPeer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.serverMtu(mtu);
            if (silent) {
                hosts.swallowIcmp();
            }
            if (cure) {
                hosts.splitPacketsOfClient();
            }
            ProgramLines client =
                    NetworkSession.streaming(hosts, worker.equals("java") ? NetworkSession.worker(hosts) : NetworkSession.aiortc(hosts));
            int before = client.count("result");
            await("60 results").atMost(Duration.ofSeconds(45)).until(() -> client.count("result") >= before + 60);
            NetworkSession.row(situation, mtu == 1000 && silent ? "1 result" : mtu == 1000 ? "not measured" : mtu == 1280 ? "results flow"
                    : "not measured", "results flow", how);
        }
    }

    @Test
    void loopbackAloneIsEnoughOnOneHost() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.removeClientNetwork();
            String url = NetworkSession.url(hosts.onClient(WorkerMain.class, "127.0.0.1"));
            ProgramLines client = NetworkSession.streaming(hosts, url);
            NetworkSession.row("Loopback alone, client and worker on one machine", "never", client.seconds("begin", "result"),
                    "a loopback candidate is added");
        }
    }

    /** The firewall lets no other port of UDP through, and the system says which are open. */
    @Test
    void portsOfTheRangeAreUsedAndNoOthers() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.passOnlyUdpOfClient("50000-50009");
            ProgramLines client = NetworkSession.streaming(hosts, NetworkSession.worker(hosts), "ports:50000-50009");
            assertThat(hosts.udpPortsOfClient()).isNotEmpty().allMatch(port -> port >= 50000 && port <= 50009);
            NetworkSession.row("A firewall that passes the UDP ports of udpPorts only", "no option", client.seconds("begin", "result"),
                    "the connection keeps to the range");
        }
    }

    /** A Java worker is reached over TCP then; aiortc knows no TCP. */
    @Test
    void aRangeThatIsUsedUpIsNamed() {
        PythonPeer.assumeAvailable();
        try (TwoHosts hosts = new TwoHosts()) {
            String url = NetworkSession.worker(hosts);
            NetworkSession.streaming(hosts, url, "ports:50000-50000");
            assertThat(hosts.udpPortsOfClient()).containsOnly(50000);
            ProgramLines second = NetworkSession.client(hosts, NetworkSession.aiortc(hosts), "ports:50000-50000");
            assertThat(second.await("log WARN Session network: no UDP port")).contains("udpPorts=50000-50000 is free: widen the range");
            assertThat(second.await("state WAITING")).contains("udpPorts=50000-50000 is free: widen the range")
                    .doesNotContain("UDP may be blocked");
        }
    }

    private static String turn() {
        return "turn:" + TwoHosts.TURN + ":3478?transport=udp";
    }
}
