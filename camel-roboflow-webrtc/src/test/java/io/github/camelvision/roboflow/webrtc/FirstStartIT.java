package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.HangingServer;
import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the first session of a JVM waits for, in a JVM of its own. */
class FirstStartIT {

    @TempDir
    private Path directory;

    /** Certificates that cannot be read would fail whoever reads them. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theLibraryIsLoadedBeforeItIsNeededAndHttpNeedsNoCertificates() throws Exception {
        Path certificates = Files.writeString(directory.resolve("certificates"), "none");
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Djavax.net.ssl.trustStore=" + certificates,
                "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("temporary")), "-cp",
                TestClassPath.get(), Main.class.getName())
                        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("ends; it said %s", Files.readString(output)).isTrue();
            assertThat(Files.readString(output)).contains("asked for the video", "loaded");
            assertThat(directory.resolve("temporary")).isDirectoryNotContaining("glob:**webrtc-java*");
        } finally {
            process.destroyForcibly();
        }
    }

    /** A session that makes no connection, since its video does not come. */
    public static final class Main {

        private Main() {}

        public static void main(String[] args) throws Exception {
            try (DefaultCamelContext context = new DefaultCamelContext(); HangingServer videos = new HangingServer()) {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("roboflow-webrtc:first?source=file&sourceUri=" + videos.url() + "/video.mp4&apiUrl=" + videos.url()
                                + "&workspace=test&workflowId=numbers&videoAllowPrivateHosts=true").to("log:results");
                    }
                });
                context.start();
                if (videos.awaitRequest()) {
                    System.out.println("asked for the video");
                }
                await("the library").atMost(120, TimeUnit.SECONDS).until(Main::loaded);
                System.out.println("loaded");
            }
            System.exit(0);
        }

        private static boolean loaded() throws Exception {
            List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
            return maps.stream().anyMatch(line -> line.contains("libwebrtc-java"));
        }
    }
}
