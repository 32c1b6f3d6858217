package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.ConveyorVideo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example as a user does. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "run.sh needs bash")
@TestMethodOrder(OrderAnnotation.class)
class HttpAndFilesIT {

    private static final Pattern SUMMARY = Pattern.compile(
            "predictions=(\\d+) events=(\\d+) pictures=(\\d+) delivered=(\\d+) undelivered=(\\d+)");
    private static final int KILOBYTES = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of all tests: the conveyor is rendered once. */
    @TempDir
    private static Path directory;

    @Test
    @Order(1)
    void eachDefectIsPostedAgainUntilTheHookTakesIt() throws Exception {
        int events;
        try (Hook hook = new Hook(); ExampleProcess example = ExampleProcess.start("--webhook", hook.url(),
                "--rotate-kb", String.valueOf(KILOBYTES), "--output", directory.toString())) {
            assertThat(example.await(600)).as(example.toString()).isZero();
            assertThat(example.err()).contains("events go to your webhook").noneMatch(line -> line.startsWith("http-and-files: "));
            int[] counts = summary(example);
            events = counts[1];
            assertThat(events).isGreaterThan(2);
            assertThat(counts).containsExactly(ConveyorVideo.FRAMES, events, events, events, 0);
            assertThat(hook.posts()).hasSize(events).values().allMatch(posts -> posts > 1);
            for (String body : hook.taken()) {
                JsonNode event = JSON.readTree(body);
                assertThat(hook.posts()).containsKey(event.path("event").asText());
                assertThat(event.path("defects").path(0).path("defect").asBoolean()).isTrue();
                BufferedImage picture = ImageIO.read(directory.resolve("events").resolve(event.path("picture").asText()).toFile());
                assertThat(picture.getWidth()).isEqualTo(ConveyorVideo.WIDTH);
            }
        }
        assertThat(files("events")).hasSize(events);
        List<Integer> frames = new ArrayList<>();
        assertThat(files("predictions")).hasSizeGreaterThan(1);
        for (Path file : files("predictions")) {
            assertThat(Files.size(file)).isLessThanOrEqualTo(KILOBYTES * 1024L);
            for (String line : Files.readAllLines(file)) {
                frames.add(JSON.readTree(line).path("frame_id").asInt());
            }
        }
        assertThat(frames).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ConveyorVideo.FRAMES).boxed().toList());
    }

    @Test
    @Order(2)
    void whatTheHookDoesNotTakeIsInTheFolder() throws Exception {
        try (Socket nobody = new Socket()) {
            // taken, and nobody listens: each connection is refused
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            undelivered(nobody.getLocalPort());
        }
    }

    private static void undelivered(int port) throws Exception {
        try (ExampleProcess example = ExampleProcess.start("--webhook", "http://127.0.0.1:" + port + "/secret", "--attempts", "2",
                "--output", directory.toString())) {
            assertThat(example.await(600)).as(example.toString()).isEqualTo(1);
            int[] counts = summary(example);
            int events = counts[1];
            assertThat(counts).containsExactly(ConveyorVideo.FRAMES, events, events, 0, events);
            assertThat(example.err()).last().isEqualTo("http-and-files: " + events + " of " + events
                    + " events could not be posted after 2 attempts; they are in " + directory.resolve("undelivered"));
            assertThat(example.err()).noneMatch(line -> line.contains("secret"));
            assertThat(files("undelivered")).hasSize(events).allSatisfy(
                    file -> assertThat(JSON.readTree(file.toFile()).path("defects").isEmpty()).isFalse());
        }
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        try (ExampleProcess example = ExampleProcess.start("--webhook", "ftp://host/secret")) {
            assertThat(example.await(60)).as(example.toString()).isEqualTo(1);
            assertThat(example.err()).containsExactly("http-and-files: --webhook is an http:// or https:// URL with a host");
        }
    }

    private static int[] summary(ExampleProcess example) {
        Matcher summary = SUMMARY.matcher(example.out().get(example.out().size() - 1));
        assertThat(summary.matches()).as(example.toString()).isTrue();
        return IntStream.rangeClosed(1, 5).map(i -> Integer.parseInt(summary.group(i))).toArray();
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(name))) {
            return files.toList();
        }
    }
}
