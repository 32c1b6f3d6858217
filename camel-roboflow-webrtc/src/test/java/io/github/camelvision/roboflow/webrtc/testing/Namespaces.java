package io.github.camelvision.roboflow.webrtc.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Network namespaces of this machine, which iproute2 makes for root. */
public final class Namespaces {

    private Namespaces() {}

    /**
     * Skips the test visibly when this machine cannot make any. In CI the tools must be there; whether the machine lets its root make
     * namespaces is not up to the build.
     */
    public static void assumeAvailable() {
        boolean tools = run(List.of("nft", "--version")) == 0 && run(List.of("ip", "-V")) == 0;
        if (!tools && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("Network tests need iproute2 and nftables (CI=true: skipping is not allowed)");
        }
        assumeTrue(tools, "SKIPPED: network tests need iproute2 and nftables");
        assumeTrue(possible(), "SKIPPED: network tests need root and the right to make network namespaces");
    }

    private static boolean possible() {
        String probe = "rf-probe-" + ProcessHandle.current().pid();
        try {
            return run(List.of("ip", "netns", "add", probe)) == 0
                    && run(command(probe, "ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1")) == 0
                    && run(command(probe, "nft", "add", "table", "inet", "probe")) == 0;
        } finally {
            run(List.of("ip", "netns", "delete", probe));
        }
    }

    /** The command, to be run in the namespace. */
    static List<String> command(String namespace, String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(words));
        return all;
    }

    /** Runs it and expects success. */
    static void must(List<String> command) {
        assertThat(run(command)).as("exit code of %s", String.join(" ", command)).isZero();
    }

    /** What it prints; expects success. */
    static String output(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("exit code of %s", String.join(" ", command)).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static int run(List<String> command) {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
