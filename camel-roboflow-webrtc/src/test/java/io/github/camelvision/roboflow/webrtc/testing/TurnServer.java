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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
        process = new ProcessBuilder(command(address, port, "--user", USER + ":" + PASSWORD)).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        url = "turn:" + address + ":" + port + "?transport=udp";
        await("start of coturn").atMost(45, SECONDS).until(() -> log().contains("listener opened on"));
    }

    /** A command that starts one in the foreground; it logs to standard output. */
    public static String[] command(String address, int port, String... credentials) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/turnserver", "-n", "--no-cli", "--no-tls", "--no-dtls", "--log-file",
                "stdout", "--listening-ip", address, "--relay-ip", address, "--listening-port", String.valueOf(port), "--lt-cred-mech",
                "--realm", "test", "--verbose", "--pidfile", new File("target", "coturn-" + address + "-" + port + ".pid").getPath()));
        command.addAll(List.of(credentials));
        return command.toArray(String[]::new);
    }

    /** The password that a user name, seconds since 1970, a colon and a name, has at a server with a shared secret. */
    public static String temporaryPassword(String secret, String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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

    /** An address of this machine that others can reach. */
    public static String ownAddress() throws SocketException {
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
