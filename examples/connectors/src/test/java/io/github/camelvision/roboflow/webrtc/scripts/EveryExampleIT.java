package io.github.camelvision.roboflow.webrtc.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelvision.roboflow.webrtc.examples.common.testing.ExampleProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every example answers to what cannot work: exit code 1, one line that says what is wrong and what to do, and nothing else. */
class EveryExampleIT {

    private static final int PATIENCE_SECONDS = 180;
    private static final List<String> EXAMPLES =
            List.of("bench", "browser", "events", "fleet", "http-and-files", "kafka", "quickstart", "spring-boot");

    @TempDir
    private static Path directory;
    private static ServerSocket taken;
    private static Path noVideo;
    private static Path noRules;

    @BeforeAll
    static void prepare() throws IOException {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        noVideo = Files.writeString(directory.resolve("no-video.mp4"), "no video");
        noRules = Files.writeString(directory.resolve("no-rules.yaml"), "zones: 7");
    }

    @AfterAll
    static void free() throws IOException {
        taken.close();
    }

    @ParameterizedTest
    @MethodSource("wrongInAll")
    void anArgumentThatIsWrongIsToldByEveryExample(String example, String arguments, String told) throws Exception {
        refuses(example, Map.of(), arguments, told);
    }

    static Stream<Arguments> wrongInAll() {
        return EXAMPLES.stream().flatMap(example -> Stream.of(
                Arguments.of(example, "--nonsense 1", "unknown option --nonsense"),
                Arguments.of(example, "--output", "--output needs a"),
                Arguments.of(example, "--output /dev/null/x", "--output /dev/null/x cannot be made a directory")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void withoutJavaEveryExampleSaysWhatToInstall(String example) throws Exception {
        refuses(example, Map.of("JAVA_HOME", "/nowhere"), "", "no java found; install a JDK 17 or newer, or point JAVA_HOME at one");
    }

    /** A copy of the script, since the real one may have installed its package before; on a path with nothing but what a script needs. */
    @Test
    void withoutNpmTheBrowserExampleSaysWhatToInstall() throws Exception {
        Path copy = Files.createDirectories(directory.resolve("examples/browser"));
        Files.copy(Path.of("../launch.sh"), copy.resolveSibling("launch.sh"));
        for (String file : List.of("run.sh", "package.json", "package-lock.json")) {
            Files.copy(Path.of("../browser", file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path path = Files.createDirectories(directory.resolve("path"));
        for (String tool : List.of("bash", "dirname", "sed", "grep")) {
            Path found = Files.exists(Path.of("/bin", tool)) ? Path.of("/bin", tool) : Path.of("/usr/bin", tool);
            Files.createSymbolicLink(path.resolve(tool), found);
        }
        refuses("browser", copy.resolve("run.sh"), Map.of("PATH", path.toString()), "",
                "no npm found; install Node.js 18 or newer with npm: the page needs the package @roboflow/inference-sdk");
    }

    static Stream<String> examples() throws IOException {
        try (Stream<Path> scripts = Files.list(Path.of(".."))) {
            // no example is forgotten here
            assertThat(scripts.filter(module -> Files.exists(module.resolve("run.sh"))).map(module -> module.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(EXAMPLES);
        }
        return EXAMPLES.stream();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "bench | --frames many | --frames needs a number from 10 to 100000, not 'many'",
            "bench | --jobs nothing | there is no job nothing; --jobs takes file,",
            "bench | --size big | --size needs WIDTHxHEIGHT",
            "bench | --json /dev/null/x/bench.json | --json",
            "browser | --port 0 | --port is a number from 1 to 65535, not 0",
            "browser | --port TAKEN | port TAKEN of 127.0.0.1 cannot be opened (Address already in use); choose another with --port",
            "browser | --host no-such-host.invalid | --host no-such-host.invalid is not known; name an address of this machine",
            "browser | --bootstrap localhost | --bootstrap is HOST:PORT, or several with commas between, not localhost",
            "browser | --bootstrap 127.0.0.1:9 | no Kafka broker can be reached at 127.0.0.1:9; check --bootstrap",
            "browser | --topic a/b | --topic may have letters, digits, dots, dashes and underscores, not a/b",
            "browser | --server host:9001 | --server is like https://host or http://host:port",
            "browser | --server https://host | --server needs --workspace and --workflow",
            "browser | --server https://detect.roboflow.com --workspace a --workflow b | Roboflow's cloud needs the API key in the",
            "events | --input gone.mp4 | --input gone.mp4 does not exist",
            "events | --input NO_VIDEO | no-video.mp4 cannot be read as a video; name a file that FFmpeg reads",
            "events | --workflow faces | --workflow is parts or people, not faces",
            "events | --workflow people | --workflow people needs --input, a video: nobody is on the conveyor",
            "events | --zones gone.yaml | --zones gone.yaml does not exist",
            "events | --zones NO_RULES | --zones NO_RULES: ",
            "fleet | --cameras 1 | --cameras is a number from 12 to 24, not 1",
            "fleet | --freeze maybe | --freeze is yes or no, not maybe",
            "http-and-files | --webhook host/path | --webhook is an http:// or https:// URL with a host",
            "http-and-files | --attempts 0 | --attempts is a number from 1 to 20, not 0",
            "http-and-files | --input /tmp | --input /tmp is a directory; name a file in it",
            "http-and-files | --input NO_VIDEO | no-video.mp4 cannot be read as a video; name a file that FFmpeg reads",
            "kafka | --cameras many | --cameras is a number from 1 to 8, not many",
            "kafka | --bootstrap localhost | --bootstrap is HOST:PORT, or several with commas between, not localhost",
            "kafka | --bootstrap 127.0.0.1:9 | no Kafka broker can be reached at 127.0.0.1:9; check --bootstrap, and that Kafka runs",
            "kafka | --topic a/b | --topic may have letters",
            "kafka | --input NO_VIDEO | no-video.mp4 cannot be read as a video; name a file that FFmpeg reads",
            "kafka | --bootstrap localhost:9092 --outage 3 | --outage stops the embedded broker; leave --bootstrap out",
            "quickstart | --source gone.mp4 | --source gone.mp4 does not exist",
            "quickstart | --source NO_VIDEO | no-video.mp4 cannot be read as a video; name a file that FFmpeg reads",
            "quickstart | --source http://host/a.mp4 | --source is a file, an rtsp:// URL or webcam; download http://host/a.mp4 first",
            "quickstart | --workflow faces | --workflow is parts or people, not faces; for a workflow of your own add --server",
            "quickstart | --api-key secret | a key in the arguments can be read by other processes",
            "quickstart | --server host:9001 --model m/1 | --server host:9001 has no http:// or https://",
            "quickstart | --server http://127.0.0.1:9 | --server needs --workspace W --workflow ID, or --model M",
            "quickstart | --workspace a --workflow b | Roboflow's cloud needs the API key; set the variable ROBOFLOW_API_KEY",
            "quickstart | --seconds long | --seconds is a number from 0 to 86400, not long",
            "spring-boot | --port TAKEN | port TAKEN is in use; choose another with --port",
            "spring-boot | --port many | --port is a number from 1 to 65535, not many",
            "spring-boot | --seconds long | --seconds is a number, not long"})
    void whatIsWrongIsToldInOneLine(String example, String arguments, String told) throws Exception {
        refuses(example, Map.of(), arguments, told);
    }

    private static void refuses(String example, Map<String, String> environment, String arguments, String told) throws Exception {
        Path module = Path.of("..", example);
        assumeTrue(Files.isDirectory(module.resolve("target/classes")), example + " is not built: run ./mvnw verify");
        refuses(example, module.resolve("run.sh"), environment, arguments, told);
    }

    private static void refuses(String example, Path script, Map<String, String> environment, String arguments, String told)
            throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("ROBOFLOW_API_KEY", ""));
        all.putAll(environment);
        List<String> words = new ArrayList<>();
        for (String word : arguments.isEmpty() ? new String[0] : filled(arguments).split(" ")) {
            words.add(word);
        }
        try (ExampleProcess process = ExampleProcess.start(script, all, words.toArray(String[]::new))) {
            assertThat(process.await(PATIENCE_SECONDS)).as(process.toString()).isEqualTo(1);
            List<String> said = new ArrayList<>(process.err());
            // what the browser's script installs, and what is read from an input, comes before
            said.removeIf(line -> !line.startsWith(example + ": ") && !line.contains("Exception") && !line.startsWith("\tat "));
            assertThat(said).as(process.toString()).singleElement().asString().startsWith(example + ": ").contains(filled(told));
            assertThat(process.out()).as(process.toString()).isEmpty();
        }
    }

    private static String filled(String text) {
        return text.replace("TAKEN", String.valueOf(taken.getLocalPort())).replace("NO_VIDEO", noVideo.toString())
                .replace("NO_RULES", noRules.toString());
    }
}
