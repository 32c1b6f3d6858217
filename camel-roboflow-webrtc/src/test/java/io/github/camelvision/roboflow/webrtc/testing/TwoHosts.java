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

    /** Starts any program on the server. */
    public Process programOnServer(String... command) {
        return start(Namespaces.command(server, command), "program");
    }

    private Process java(String host, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
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
