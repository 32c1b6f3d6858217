package io.github.camelvision.roboflow.webrtc.examples.browser;

import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code run.sh} as a user starts it, with the JDK of the test, at a free port. */
final class ExampleProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final int port;

    private ExampleProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Starts it and waits until it says that the page is there. */
    static ExampleProcess start(Path output, Map<String, String> environment, String... args) throws IOException {
        int port = RouteFixture.freePort();
        List<String> command = new ArrayList<>(List.of("bash", Path.of("run.sh").toAbsolutePath().toString(),
                "--port", String.valueOf(port), "--output", output.toString()));
        command.addAll(List.of(args));
        Path log = Files.createTempFile(Files.createDirectories(Path.of("target", "browser")), "example", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Maven is just building it: the script must not start another build in the same directories.
        builder.environment().put("EXAMPLE_BUILT", "yes");
        builder.environment().putAll(environment);
        ExampleProcess example = new ExampleProcess(builder.start(), log, port);
        try {
            await("the page's address").atMost(120, TimeUnit.SECONDS)
                    .until(() -> example.log().contains("open " + example.url()) || !example.process.isAlive());
            if (!example.process.isAlive()) {
                throw new AssertionError("run.sh ended: " + example.log());
            }
            return example;
        } catch (RuntimeException | Error e) {
            example.close();
            throw e;
        }
    }

    /** The page's address as run.sh prints it. */
    String url() {
        return "http://localhost:" + port + "/";
    }

    String origin() {
        return "http://localhost:" + port;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** As Ctrl-C. @return the exit code */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("run.sh does not end: " + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
