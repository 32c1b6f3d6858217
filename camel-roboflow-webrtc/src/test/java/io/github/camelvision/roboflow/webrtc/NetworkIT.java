package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.ClientMain;
import io.github.camelvision.roboflow.webrtc.testing.Namespaces;
import io.github.camelvision.roboflow.webrtc.testing.TwoHosts;
import io.github.camelvision.roboflow.webrtc.testing.WorkerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client and a worker on two hosts, while the network between them does what networks do. The seconds that are printed are those of
 * docs/networks.adoc; the deadlines are generous for the sake of busy machines. {@code -Dnetwork.down=60} adds a long outage.
 */
@Execution(ExecutionMode.SAME_THREAD)
class NetworkIT {

    @BeforeEach
    void possible() {
        Namespaces.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stun:NOBODY:3478", "turn:NOBODY:3478?transport=udp", "turn:NOBODY:3478?transport=tcp",
            "turns:NOBODY:5349?transport=tcp"})
    void anIceServerThatDoesNotAnswerDelaysNoDirectPath(String server) {
        try (TwoHosts hosts = new TwoHosts()) {
            String url = worker(hosts.onServer(WorkerMain.class, TwoHosts.SERVER), TwoHosts.SERVER);
            Lines client = server.isEmpty() ? client(hosts, url) : client(hosts, url, server.replace("NOBODY", TwoHosts.NOBODY));
            client.await("state STREAMING");
            double seconds = client.seconds("begin", "state STREAMING");
            System.out.printf("network: connected beside %s: %.1f s%n", server.isEmpty() ? "no ICE server" : server, seconds);
            assertThat(seconds).isLessThan(15);
        }
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aLinkThatWasDownIsUsedAgain(int seconds) throws InterruptedException {
        try (TwoHosts hosts = new TwoHosts()) {
            Lines client = streaming(hosts);
            hosts.unplug();
            TimeUnit.SECONDS.sleep(seconds);
            measure(client, "link down for " + seconds + " s", hosts::plug);
            if (seconds >= 12) {
                assertThat(client.text()).contains("the network is down").doesNotContain("overloaded");
            }
        }
    }

    static Stream<Integer> outages() {
        return Stream.concat(Stream.of(1, 12, 20), Stream.of(Integer.getInteger("network.down", 0)).filter(more -> more > 0));
    }

    @Test
    void aPathThatSwallowsEverythingForAWhileIsUsedAgain() throws InterruptedException {
        try (TwoHosts hosts = new TwoHosts()) {
            Lines client = streaming(hosts);
            hosts.swallow();
            TimeUnit.SECONDS.sleep(12);
            measure(client, "everything swallowed for 12 s", hosts::pass);
        }
    }

    @Test
    void anotherAddressIsNoticedAndUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            Lines client = streaming(hosts);
            measure(client, "address changed", () -> hosts.changeClientAddress(TwoHosts.CLIENT, "10.98.1.77"));
            assertThat(client.text()).contains("The network of this machine changed");
        }
    }

    @Test
    void anotherInterfaceIsNoticedAndUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            Lines client = streaming(hosts);
            measure(client, "Wi-Fi to cable", hosts::moveClientToSecondInterface);
        }
    }

    @Test
    void aNatThatForgotIsNoEnd() {
        try (TwoHosts hosts = new TwoHosts().nat()) {
            Lines client = streaming(hosts);
            measure(client, "NAT forgot, and has another address", hosts::rebindNat);
        }
    }

    @Test
    void withoutUdpTheWayIsTcp() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.swallowUdp();
            String url = worker(hosts.onServer(WorkerMain.class, TwoHosts.SERVER), TwoHosts.SERVER);
            Lines client = client(hosts, url);
            client.awaitAfter(0, "result");
            System.out.printf("network: first result without UDP, over TCP to a Java worker: %.1f s%n", client.seconds("begin", "result"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1500, 1280, 1000, 576})
    void smallPacketsAreEnough(int mtu) {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.serverMtu(mtu);
            Lines client = streaming(hosts);
            int before = client.count("result");
            await("60 results").atMost(Duration.ofSeconds(45)).until(() -> client.count("result") >= before + 60);
            System.out.printf("network: path MTU %d: results flow%n", mtu);
        }
    }

    @Test
    void loopbackAloneIsEnoughOnOneHost() {
        try (TwoHosts hosts = new TwoHosts()) {
            hosts.removeClientNetwork();
            Lines client = client(hosts, worker(hosts.onClient(WorkerMain.class, "127.0.0.1"), "127.0.0.1"));
            client.awaitAfter(0, "result");
            System.out.printf("network: first result with loopback alone: %.1f s%n", client.seconds("begin", "result"));
        }
    }

    @Test
    void withoutANetworkItIsWaitedForAndThenUsed() {
        try (TwoHosts hosts = new TwoHosts()) {
            String url = worker(hosts.onServer(WorkerMain.class, TwoHosts.SERVER), TwoHosts.SERVER);
            hosts.unplug();
            Lines client = client(hosts, url);
            client.await("state CONNECTING");
            assertThat(client.text()).doesNotContain("WAITING");
            measure(client, "started without a network", hosts::plug);
        }
    }

    private static Lines streaming(TwoHosts hosts) {
        Lines client = client(hosts, worker(hosts.onServer(WorkerMain.class, TwoHosts.SERVER), TwoHosts.SERVER));
        client.awaitAfter(0, "result");
        int first = client.size();
        client.awaitAfter(first, "result");
        return client;
    }

    private static String worker(Process process, String address) {
        Lines lines = new Lines(process);
        lines.awaitAfter(0, "url");
        assertThat(lines.text()).contains(address);
        return lines.text().lines().filter(line -> line.startsWith("url ")).findFirst().orElseThrow().substring(4);
    }

    private static Lines client(TwoHosts hosts, String url, String... iceServers) {
        List<String> arguments = new ArrayList<>(List.of(url));
        arguments.addAll(List.of(iceServers));
        return new Lines(hosts.onClient(ClientMain.class, arguments.toArray(String[]::new)));
    }

    /** Seconds from the change to the second result after it: the first may have been under way. */
    private static void measure(Lines client, String what, Runnable change) {
        change.run();
        long since = System.nanoTime();
        int before = client.size();
        await("results after: " + what).pollInterval(Duration.ofMillis(20)).atMost(Duration.ofSeconds(45))
                .until(() -> client.resultsAfter(before, since + TimeUnit.MILLISECONDS.toNanos(300)) >= 2);
        System.out.printf("network: results after '%s': %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }

    /** What a program prints, with the time when it came. */
    private static final class Lines {

        private record Line(String text, long nanos) {}

        private final List<Line> lines = new CopyOnWriteArrayList<>();

        Lines(Process process) {
            Thread reader = new Thread(() -> read(process), "network-lines");
            reader.setDaemon(true);
            reader.start();
        }

        private void read(Process process) {
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(new Line(line, System.nanoTime()));
                }
            } catch (IOException e) {
                lines.add(new Line("killed", System.nanoTime()));
            }
        }

        int size() {
            return lines.size();
        }

        int count(String start) {
            return (int) lines.stream().filter(line -> line.text().startsWith(start)).count();
        }

        String text() {
            return String.join("\n", lines.stream().map(Line::text).filter(line -> !line.equals("result")).toList());
        }

        long resultsAfter(int index, long nanos) {
            return lines.stream().skip(index).filter(line -> line.text().equals("result") && line.nanos() > nanos).count();
        }

        void await(String start) {
            awaitAfter(0, start);
        }

        void awaitAfter(int index, String start) {
            org.awaitility.Awaitility.await(start).pollInterval(Duration.ofMillis(20)).atMost(45, SECONDS)
                    .until(() -> lines.stream().skip(index).anyMatch(line -> line.text().startsWith(start)));
        }

        double seconds(String from, String to) {
            return (first(to) - first(from)) / 1e9;
        }

        private long first(String start) {
            return lines.stream().filter(line -> line.text().startsWith(start)).findFirst().orElseThrow().nanos();
        }
    }
}
