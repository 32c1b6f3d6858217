package io.github.camelvision.roboflow.webrtc.examples.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packaged application, started by {@code java -jar}, with a client and a worker in the middle of their session: it ends soon, with its
 * exit code. Its own log is off, so that all it prints is native code's.
 */
@EnabledOnOs(OS.LINUX)
class SpringBootExitIT {

    /** What a busy machine needs; the seconds that it took are printed. */
    private static final long PATIENCE_SECONDS = 60;

    private static final String EXIT_IN_ROUTE = """
            - route:
                id: exit
                autoStartup: "{{exit.now}}"
                from:
                  uri: file:{{predictions.folder}}
                  parameters:
                    include: enough
                    noop: true
                  steps:
                    - bean:
                        beanType: java.lang.System
                        method: exit(3)
            """;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({"TERM, 143", "INT, 130", "exit in a route, 3"})
    void endsQuietlyWithItsCode(String end, int code) throws Exception {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Path predictions = directory.resolve("predictions.jsonl");
        Process process = application(end).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try {
            await("predictions").atMost(300, SECONDS).until(() -> !process.isAlive()
                    || Files.exists(predictions) && Files.readAllLines(predictions).size() > 2);
            assertThat(process.isAlive()).as("%s %s", Files.readString(out), Files.readString(err)).isTrue();
            long begin = System.nanoTime();
            if (end.startsWith("exit")) {
                Files.createFile(directory.resolve("enough"));
            } else {
                assertThat(new ProcessBuilder("kill", "-" + end, Long.toString(process.pid())).start().waitFor()).isZero();
            }
            assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).as("ends").isTrue();
            System.out.printf("exit: Spring Boot, %s: code %d after %.1f s%n", end, process.exitValue(), (System.nanoTime() - begin) / 1e9);
            assertThat(process.exitValue()).isEqualTo(code);
            assertThat(Files.readString(out)).isEmpty();
            assertThat(Files.readString(err)).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private ProcessBuilder application(String end) throws Exception {
        Path routes = directory.resolve("exit.yaml");
        Files.writeString(routes, EXIT_IN_ROUTE);
        List<String> command = new ArrayList<>();
        // a shell that runs tests in the background has SIGINT ignored, which its processes inherit
        command.addAll(List.of("env", "--default-signal=INT", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-Djava.awt.headless=true"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= 24) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-jar", System.getenv().getOrDefault("EXAMPLE_JAR", "target/spring-boot-example.jar"),
                "--server.port=" + Example.freePort(), "--predictions.folder=" + directory, "--exit.now=" + end.startsWith("exit"),
                // the exchange that calls System.exit is in flight until this is over
                "--camel.main.shutdown-timeout=2",
                "--camel.main.routes-include-pattern=classpath:camel/*,file:" + routes));
        for (String logger : List.of("root", "io.github.camelvision", "predictions")) {
            command.add("--logging.level." + logger + "=off");
        }
        return new ProcessBuilder(command);
    }
}
