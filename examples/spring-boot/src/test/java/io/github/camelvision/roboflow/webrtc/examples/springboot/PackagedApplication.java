package io.github.camelvision.roboflow.webrtc.examples.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged application, started by {@code java -jar} as it is, without the script. */
final class PackagedApplication implements AutoCloseable {

    final int port = Example.freePort();
    final Process process;
    final Path out;
    final Path err;
    private final Path predictions;

    /** @param directory for its outputs and predictions */
    PackagedApplication(Path directory, String... arguments) throws IOException {
        out = directory.resolve("out");
        err = directory.resolve("err");
        predictions = directory.resolve("predictions.jsonl");
        // a shell that runs tests in the background has SIGINT ignored, which its processes inherit
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-Djava.awt.headless=true"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-jar", System.getenv().getOrDefault("EXAMPLE_JAR", "target/spring-boot-example.jar"),
                "--server.port=" + port, "--predictions.folder=" + directory));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    }

    int predictions() throws IOException {
        return Files.exists(predictions) ? Files.readAllLines(predictions).size() : 0;
    }

    /** Waits until there are so many more, from a client and a worker in the middle of their session. */
    void awaitPredictions(int more) throws IOException {
        int before = predictions();
        await("predictions").atMost(300, SECONDS).until(() -> !process.isAlive() || predictions() >= before + more);
        assertThat(process.isAlive()).as("%s %s", Files.readString(out), Files.readString(err)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
