package io.github.camelvision.roboflow.webrtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace of its own in which every UDP packet is dropped with some probability (nftables; needs root). What runs in it
 * talks to itself over the address 10.97.0.1.
 */
public final class LossyNetwork implements AutoCloseable {

    private final String name = "rf-loss-" + ProcessHandle.current().pid();

    /** See {@link Namespaces#assumeAvailable}. */
    public static void assumeAvailable() {
        Namespaces.assumeAvailable();
    }

    public LossyNetwork(int percent) {
        Namespaces.must(List.of("ip", "netns", "add", name));
        try {
            setUp(percent);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private void setUp(int percent) {
        in("ip", "link", "set", "lo", "up");
        // ICE does not use the loopback interface; what goes to an own address still takes its path, and the drop rule
        in("ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1");
        in("ip", "addr", "add", "10.97.0.1/24", "dev", "v0");
        in("ip", "link", "set", "v0", "up");
        in("ip", "link", "set", "v1", "up");
        in("nft", "add", "table", "inet", "loss");
        in("nft", "add", "chain", "inet", "loss", "in", "{ type filter hook input priority 0 ; }");
        in("nft", "add", "rule", "inet", "loss", "in", "meta", "l4proto", "udp", "numgen", "random", "mod", "100", "<",
                String.valueOf(percent), "drop");
    }

    /** Runs a main class of the test classpath in the namespace and returns its last line of standard output. */
    public String java(Class<?> main, int timeoutSeconds, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name,
                System.getProperty("java.home") + "/bin/java", "-Xmx512m", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        File output = File.createTempFile("loss", ".out", new File("target"));
        Process process = new ProcessBuilder(command).redirectOutput(output).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(process.waitFor(timeoutSeconds, TimeUnit.SECONDS)).as("end of %s in time", main.getSimpleName()).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return java.nio.file.Files.readAllLines(output.toPath(), StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("{")).reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("No summary in " + output));
    }

    private void in(String... command) {
        Namespaces.must(Namespaces.command(name, command));
    }

    @Override
    public void close() {
        Namespaces.run(List.of("ip", "netns", "delete", name));
    }
}
