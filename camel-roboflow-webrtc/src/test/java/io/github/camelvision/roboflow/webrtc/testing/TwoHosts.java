package io.github.camelvision.roboflow.webrtc.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two hosts and a router between them, each a network namespace of its own; needs root. A Java program runs on a host by
 * {@link #java}. What the network does to it is said here, at any time.
 *
 * <pre>
 * client 10.98.1.2 --- 10.98.1.1 router 10.98.2.1 --- 10.98.2.2 server
 * </pre>
 */
public final class TwoHosts implements AutoCloseable {

    public static final String CLIENT = "10.98.1.2";
    public static final String SERVER = "10.98.2.2";
    /** An address behind the router that nobody has, and that nobody answers for. */
    public static final String NOBODY = "10.98.3.9";

    /** Where {@link #turnOnRouter} listens. */
    public static final String TURN = "10.98.1.1";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String base = "rf-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
    private final String client = base + "-c";
    private final String router = base + "-r";
    private final String server = base + "-s";
    private final List<Process> processes = new ArrayList<>();

    public TwoHosts() {
        try {
            setUp();
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private void setUp() {
        for (String name : List.of(client, router, server)) {
            Namespaces.must(List.of("ip", "netns", "add", name));
            in(name, "ip", "link", "set", "lo", "up");
        }
        cable(client, "c0", CLIENT + "/24", "r0", "10.98.1.1/24");
        cable(server, "s0", SERVER + "/24", "r1", "10.98.2.1/24");
        in(router, "sysctl", "-qw", "net.ipv4.ip_forward=1");
        in(client, "ip", "route", "add", "default", "via", "10.98.1.1");
        in(server, "ip", "route", "add", "default", "via", "10.98.2.1");
        // swallowed, not refused
        in(router, "ip", "route", "add", "blackhole", "10.98.3.0/24");
        in(router, "nft", "add", "table", "ip", "test");
        in(router, "nft", "add", "chain", "ip", "test", "pass", "{ type filter hook forward priority 0 ; }");
        in(router, "nft", "add", "chain", "ip", "test", "early", "{ type filter hook prerouting priority -300 ; }");
        in(router, "nft", "add", "rule", "ip", "test", "early", "ip", "daddr", "10.98.3.0/24", "drop");
    }

    private void cable(String host, String end, String address, String routerEnd, String routerAddress) {
        in(router, "ip", "link", "add", routerEnd, "type", "veth", "peer", "name", end, "netns", host);
        in(router, "ip", "addr", "add", routerAddress, "dev", routerEnd);
        in(router, "ip", "link", "set", routerEnd, "up");
        in(host, "ip", "addr", "add", address, "dev", end);
        in(host, "ip", "link", "set", end, "up");
    }

    /** The router hides the client behind its own address from now on. */
    public TwoHosts nat() {
        in(router, "nft", "add", "chain", "ip", "test", "nat", "{ type nat hook postrouting priority 100 ; }");
        in(router, "nft", "add", "rule", "ip", "test", "nat", "oifname", "r1", "masquerade");
        return this;
    }

    /** The NAT forgets every connection, and has another address outside. */
    public void rebindNat() {
        // masquerading forgets what used an address that is gone
        in(router, "ip", "addr", "del", "10.98.2.1/24", "dev", "r1");
        in(router, "ip", "addr", "add", "10.98.2.7/24", "dev", "r1");
        in(server, "ip", "route", "replace", "default", "via", "10.98.2.7");
    }

    /** The client's cable is pulled. */
    public void unplug() {
        in(router, "ip", "link", "set", "r0", "down");
    }

    /** The cable is back. */
    public void plug() {
        in(router, "ip", "link", "set", "r0", "up");
        in(client, "ip", "route", "replace", "default", "via", "10.98.1.1");
    }

    /** Everything between the hosts is swallowed, while all links are up. */
    public void swallow() {
        in(router, "nft", "add", "rule", "ip", "test", "pass", "drop");
    }

    /** Every UDP packet between the hosts is swallowed. */
    public void swallowUdp() {
        in(router, "nft", "add", "rule", "ip", "test", "pass", "meta", "l4proto", "udp", "drop");
    }

    /** This percentage of the packets is lost, each way. */
    public void lose(int percent) {
        in(router, "nft", "add", "rule", "ip", "test", "pass", "numgen", "random", "mod", "100", "<", String.valueOf(percent), "drop");
    }

    /** Nothing is swallowed or lost any more. */
    public void pass() {
        in(router, "nft", "flush", "chain", "ip", "test", "pass");
    }

    /** The client gets this address instead of the one it had, as from another DHCP server. */
    public void changeClientAddress(String from, String to) {
        in(client, "ip", "addr", "del", from + "/24", "dev", "c0");
        in(client, "ip", "addr", "add", to + "/24", "dev", "c0");
        in(client, "ip", "route", "replace", "default", "via", "10.98.1.1");
    }

    /** A second interface comes up at the client, with its own network, and all traffic goes there; the first has no way any more. */
    public void moveClientToSecondInterface() {
        cable(client, "c9", "10.98.9.2/24", "r9", "10.98.9.1/24");
        in(client, "ip", "route", "replace", "default", "via", "10.98.9.1");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "ip", "saddr", CLIENT, "drop");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "ip", "daddr", CLIENT, "drop");
    }

    /** The largest packet that the server's side carries. */
    public void serverMtu(int bytes) {
        in(router, "ip", "link", "set", "r1", "mtu", String.valueOf(bytes));
        in(server, "ip", "link", "set", "s0", "mtu", String.valueOf(bytes));
    }

    /** The router keeps it to itself when a packet is too large, as firewalls do that let no ICMP pass. */
    public void swallowIcmp() {
        in(router, "nft", "add", "chain", "ip", "test", "own", "{ type filter hook output priority 0 ; }");
        in(router, "nft", "add", "rule", "ip", "test", "own", "meta", "l4proto", "icmp", "drop");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "meta", "l4proto", "icmp", "drop");
    }

    /** The client lets routers split its packets. Without it the system forbids that, and waits to be told what is too large. */
    public void splitPacketsOfClient() {
        in(client, "sysctl", "-qw", "net.ipv4.ip_no_pmtu_disc=1");
    }

    /** Between the hosts nothing passes but TCP to this port of the server. What ends at the router is not meant. */
    public void passOnlyTcpTo(int port) {
        in(router, "nft", "add", "rule", "ip", "test", "pass", "tcp", "dport", String.valueOf(port), "accept");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "tcp", "sport", String.valueOf(port), "accept");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "drop");
    }

    /** Of UDP nothing passes but what comes from and goes to these ports of the client. */
    public void passOnlyUdpOfClient(String ports) {
        in(router, "nft", "add", "rule", "ip", "test", "pass", "ip", "saddr", CLIENT, "udp", "sport", ports, "accept");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "ip", "daddr", CLIENT, "udp", "dport", ports, "accept");
        swallowUdp();
    }

    /** The UDP ports that are open on the client, without those of loopback. */
    public List<Integer> udpPortsOfClient() {
        List<Integer> ports = new ArrayList<>();
        for (String line : Namespaces.output(Namespaces.command(client, "ss", "-uanH")).split("\n")) {
            String[] words = line.trim().split("\\s+");
            if (words.length > 3 && words[3].startsWith(CLIENT + ":")) {
                ports.add(Integer.valueOf(words[3].substring(words[3].lastIndexOf(':') + 1)));
            }
        }
        return ports;
    }

    /** A VPN comes up, as OpenVPN does it: an interface with an address of its own, and all traffic goes there, from that address alone. */
    public void vpnUp() {
        cable(client, "vpn0", "10.98.8.2/24", "r8", "10.98.8.1/24");
        in(client, "ip", "route", "add", "0.0.0.0/1", "via", "10.98.8.1");
        in(client, "ip", "route", "add", "128.0.0.0/1", "via", "10.98.8.1");
        in(router, "nft", "add", "rule", "ip", "test", "pass", "iifname", "r8", "ip", "saddr", "!=", "10.98.8.2", "drop");
    }

    /** The VPN goes, with its interface, address and routes. */
    public void vpnDown() {
        in(client, "ip", "link", "del", "vpn0");
    }

    /** A TURN and STUN server, coturn, on the router, for the user u with the password p. */
    public void turnOnRouter() {
        start(Namespaces.command(router, "turnserver", "-n", "--no-cli", "--no-tls", "--no-dtls", "--log-file", "stdout", "--listening-ip",
                TURN, "--relay-ip", "10.98.2.1", "--listening-port", "3478", "--lt-cred-mech", "--user", "u:p", "--realm", "test",
                "--pidfile", "/tmp/" + base + ".pid"), "coturn");
    }

    /** The TURN server is not reached, until {@link #passTurn}. */
    public void swallowTurn() {
        in(router, "nft", "add", "chain", "ip", "test", "in", "{ type filter hook input priority 0 ; }");
        in(router, "nft", "add", "rule", "ip", "test", "in", "meta", "l4proto", "{ tcp, udp }", "th", "dport", "3478", "drop");
    }

    /** The TURN server is reached again. */
    public void passTurn() {
        in(router, "nft", "flush", "chain", "ip", "test", "in");
    }

    /** The client has nothing but its loopback interface. */
    public void removeClientNetwork() {
        in(client, "ip", "link", "del", "c0");
    }

    /** Starts a program of the test classpath on the client. */
    public Process onClient(Class<?> main, String... arguments) {
        return java(client, main, arguments);
    }

    /** Starts a program of the test classpath on the server. */
    public Process onServer(Class<?> main, String... arguments) {
        return java(server, main, arguments);
    }

    /** Starts the aiortc worker of src/test/python on the server, at {@link #SERVER}. */
    public Process aiortcOnServer() {
        return start(Namespaces.command(server, PythonEnvironment.words("aiortc_worker.py", "--stdin-guard", "--host", SERVER)), "aiortc");
    }

    /** Starts any program on the server. */
    public Process programOnServer(String... command) {
        return start(Namespaces.command(server, command), "program");
    }

    private Process java(String host, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-Dfaults.cameras=" + FaultRoute.CAMERAS, "-cp", System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return start(Namespaces.command(host, command.toArray(String[]::new)), main.getSimpleName());
    }

    private Process start(List<String> command, String name) {
        try {
            File errors = File.createTempFile("network-" + name, ".err", new File("target"));
            Process process = new ProcessBuilder(command).redirectError(errors).start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void in(String namespace, String... command) {
        Namespaces.must(Namespaces.command(namespace, command));
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        for (String name : List.of(client, router, server)) {
            Namespaces.run(List.of("ip", "netns", "delete", name));
        }
    }
}
