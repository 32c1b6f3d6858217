package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.Namespaces;
import io.github.camelvision.roboflow.webrtc.testing.NetworkSession;
import io.github.camelvision.roboflow.webrtc.testing.ProgramLines;
import io.github.camelvision.roboflow.webrtc.testing.TwoHosts;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A session goes on, or comes back, while the network under it changes. Writes rows of docs/networks.adoc; the deadlines are generous for
 * the sake of busy machines.
 */
@Execution(ExecutionMode.SAME_THREAD)
class NetworkChangesIT {

    @BeforeEach
    void possible() {
        Namespaces.assumeAvailable();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "1 | not measured | the connection goes on",
            "12 | 32 s | lost after 7 s; then waits for an address, and connects",
            "20 | 6.6 s | as for 12 s"})
    void aLinkThatWasDownIsUsedAgain(int seconds, String before, String how) throws InterruptedException {
        NetworkSession.row("Link down for " + seconds + " s", before, down(seconds), how);
    }

    @Test
    @EnabledIfSystemProperty(named = "network.down", matches = "\\d+")
    void aLinkThatWasDownForLongIsUsedAgain() throws InterruptedException {
        int seconds = Integer.getInteger("network.down");
        NetworkSession.longRow("Link down for " + seconds + " s", "not measured", down(seconds), "as for 12 s");
    }

    private static double down(int seconds) throws InterruptedException {
        try (TwoHosts hosts = new TwoHosts()) {
            ProgramLines client = NetworkSession.streaming(hosts);
            hosts.unplug();
            TimeUnit.SECONDS.sleep(seconds);
            double back = NetworkSession.secondsAfter(client, hosts::plug);
            if (seconds >= 12) {
                assertThat(client.text()).contains("the network is down").doesNotContain("overloaded");
            }
            return back;
        }
    }

    @Test
    void aPathThatSwallowsEverythingForAWhileIsUsedAgain() throws InterruptedException {
        try (TwoHosts hosts = new TwoHosts()) {
            ProgramLines client = NetworkSession.streaming(hosts);
            hosts.swallow();
            TimeUnit.SECONDS.sleep(12);
            NetworkSession.row("Everything swallowed for 12 s, links up", "not measured",
                    NetworkSession.secondsAfter(client, hosts::pass), "a request waits 10 s at most for TCP");
        }
    }

    @Test
    void anotherAddressIsNoticedAndUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            ProgramLines client = NetworkSession.streaming(hosts);
            NetworkSession.row("The address of this machine changes", "106 s",
                    NetworkSession.secondsAfter(client, () -> hosts.changeClientAddress(TwoHosts.CLIENT, "10.98.1.77")),
                    "noticed in 2 s; each request has a connection of its own");
            assertThat(client.text()).contains("The network of this machine changed");
        }
    }

    @Test
    void anotherInterfaceIsNoticedAndUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            ProgramLines client = NetworkSession.streaming(hosts);
            NetworkSession.row("Another interface takes over, as from Wi-Fi to cable", "not measured",
                    NetworkSession.secondsAfter(client, hosts::moveClientToSecondInterface),
                    "noticed when the old way has no answer for 4 s");
            assertThat(client.text()).contains("The network of this machine changed");
        }
    }

    @Test
    void aVpnThatComesUpIsUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            ProgramLines client = NetworkSession.streaming(hosts);
            NetworkSession.row("A VPN comes up and takes all traffic", "not measured", NetworkSession.secondsAfter(client, hosts::vpnUp),
                    "noticed when the old way has no answer for 4 s");
            assertThat(client.text()).contains("The network of this machine changed");
        }
    }

    @Test
    void aVpnThatGoesIsLeft() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.vpnUp();
            ProgramLines client = NetworkSession.streaming(hosts);
            NetworkSession.row("A VPN goes down", "not measured", NetworkSession.secondsAfter(client, hosts::vpnDown),
                    "the connection goes on over the other address");
        }
    }

    @Test
    void aNatThatForgotIsNoEnd() {
        try (TwoHosts hosts = new TwoHosts().nat()) {
            ProgramLines client = NetworkSession.streaming(hosts);
            NetworkSession.row("A NAT forgets its connections and has another address", "not measured",
                    NetworkSession.secondsAfter(client, hosts::rebindNat), "ICE goes on from the new address");
            assertThat(client.text()).doesNotContain("WAITING");
        }
    }

    @Test
    void withoutANetworkItIsWaitedForAndThenUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            String url = NetworkSession.worker(hosts);
            hosts.unplug();
            ProgramLines client = NetworkSession.client(hosts, url);
            client.await("state CONNECTING");
            NetworkSession.row("Started without a network", "not measured", NetworkSession.secondsAfter(client, hosts::plug),
                    "waits for an address");
            assertThat(client.text()).doesNotContain("WAITING");
        }
    }
}
