package io.github.camelvision.roboflow.webrtc.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real TURN server, coturn, on this machine's own address, with the user {@code camel} and the password {@code turn-secret}. */
public final class TurnServer implements AutoCloseable {

    public static final String USER = "camel";
    public static final String PASSWORD = "turn-secret";

    private final Process process;
    private final Path log;
    private final String url;

    /** Skips the test visibly without coturn; fails it in CI. */
    public static void assumeAvailable() {
        boolean available = new File("/usr/bin/turnserver").canExecute();
        if (!available && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("TURN tests need coturn; CI installs it");
        }
        assumeTrue(available, "SKIPPED: TURN tests need coturn");
    }

    public TurnServer() throws IOException {
        String address = ownAddress();
        int port = RouteFixture.freePort();
        log = Files.createTempFile(Files.createDirectories(Path.of("target")), "coturn", ".log");
        process = new ProcessBuilder(List.of("/usr/bin/turnserver", "-n", "--no-cli", "--no-tls", "--no-dtls", "--log-file", "stdout",
                "--listening-ip", address, "--relay-ip", address, "--listening-port", String.valueOf(port), "--lt-cred-mech",
                "--user", USER + ":" + PASSWORD, "--realm", "test", "--verbose", "--pidfile", log + ".pid"))
                        .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        url = "turn:" + address + ":" + port + "?transport=udp";
        await("start of coturn").atMost(45, SECONDS).until(() -> log().contains("listener opened on"));
    }

    public String url() {
        return url;
    }

    /** What it logged: a line with {@code ALLOCATE processed, success} for each relay it gave out. */
    public String log() {
        try {
            return Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String ownAddress() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
