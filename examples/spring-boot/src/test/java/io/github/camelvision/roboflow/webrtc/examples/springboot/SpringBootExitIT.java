package io.github.camelvision.roboflow.webrtc.examples.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

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
 * The packaged application, with a client and a worker in the middle of their session: it ends soon, with its exit code. Its own log is
 * off, so that all it prints is native code's.
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
        Path routes = directory.resolve("exit.yaml");
        Files.writeString(routes, EXIT_IN_ROUTE);
        // the exchange that calls System.exit is in flight until the timeout is over
        List<String> arguments = new ArrayList<>(List.of("--exit.now=" + end.startsWith("exit"), "--camel.main.shutdown-timeout=2",
                "--camel.main.routes-include-pattern=classpath:camel/*,file:" + routes));
        for (String logger : List.of("root", "io.github.camelvision", "predictions")) {
            arguments.add("--logging.level." + logger + "=off");
        }
        try (PackagedApplication application = new PackagedApplication(directory, arguments.toArray(new String[0]))) {
            application.awaitPredictions(3);
            long begin = System.nanoTime();
            if (end.startsWith("exit")) {
                Files.createFile(directory.resolve("enough"));
            } else {
                String pid = Long.toString(application.process.pid());
                assertThat(new ProcessBuilder("kill", "-" + end, pid).start().waitFor()).isZero();
            }
            assertThat(application.process.waitFor(PATIENCE_SECONDS, SECONDS)).as("ends").isTrue();
            int exit = application.process.exitValue();
            System.out.printf("exit: Spring Boot, %s: code %d after %.1f s%n", end, exit, (System.nanoTime() - begin) / 1e9);
            assertThat(exit).isEqualTo(code);
            assertThat(Files.readString(application.out)).isEmpty();
            assertThat(Files.readString(application.err)).isEmpty();
        }
    }
}
