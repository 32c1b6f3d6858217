package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.KafkaArguments;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The command line.
 *
 * @param origins whose pages may ask for a session, as {@code http://localhost:8080}
 * @param server where the sessions are opened, without a slash at the end
 * @param remote whether that is somebody else's server, so that no frame passes this program
 * @param workspace of the workflow
 * @param workflow the remote server's workflow; null when this program's own are used
 * @param apiKey the key of the server, null for a server that needs none; the page never sees it
 * @param bootstrap Kafka brokers, null for results to a file
 */
record BrowserOptions(String host, int port, List<String> origins, Path output, String bootstrap, String topic, String server,
        boolean remote, String workspace, String workflow, String apiKey, boolean help) {

    static final String USAGE = """
            usage: run.sh [--port N] [--host ADDRESS] [--origin URL] [--output DIR] [--bootstrap BROKERS [--topic NAME]]
                          [--server URL --workspace NAME --workflow ID]

            Serves a page at http://localhost:8080: your camera or a video file goes through a Camel route, whose frames come
            back as video and whose detections are listed and written to detections.jsonl, a line per frame.
              --port       port of the page (default: 8080)
              --host       address to listen on (default: 127.0.0.1, this machine alone). Browsers give the camera to pages
                           of other machines only over HTTPS: put a proxy with a certificate before this, and name its
                           address with --origin
              --origin     another address under which people open the page; may be repeated
              --output     where detections.jsonl goes (default: examples/browser/target)
              --bootstrap  Kafka brokers, HOST:PORT[,HOST:PORT]: results go to a topic instead of the file
              --topic      the topic (default: detections)
              --server     another server of the protocol, as https://serverless.roboflow.com, with workspace and workflow there.
                           The key is read from ROBOFLOW_API_KEY and stays here: the page asks this program, which adds it.
                           A server of your own may need none.
                           Frames and results go between page and server then, so nothing is written here.
            """;

    private static final Pattern CLOUD = Pattern.compile("(?i)https?://([^/]*\\.)?roboflow\\.(com|eu|cloud)(:\\d+)?");

    /** @throws ExampleException naming the argument that is wrong */
    static BrowserOptions parse(String apiKey, String... args) {
        String host = "127.0.0.1";
        int port = 8080;
        List<String> origins = new ArrayList<>();
        String output = "target";
        String bootstrap = null;
        String topic = "detections";
        String server = null;
        String workspace = null;
        String workflow = null;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if ("--help".equals(option) || "-h".equals(option)) {
                help = true;
                continue;
            }
            if (!option.matches("--(port|host|origin|output|bootstrap|topic|server|workspace|workflow)")) {
                throw new ExampleException("unknown option " + option + "; see run.sh --help");
            }
            if (i + 1 == args.length || args[i + 1].isBlank()) {
                throw new ExampleException(option + " needs a value; see run.sh --help");
            }
            String value = args[++i];
            switch (option) {
                case "--port" -> port = port(value);
                case "--host" -> host = value;
                case "--origin" -> origins.add(url("--origin", value).toLowerCase(Locale.ROOT));
                case "--output" -> output = value;
                case "--bootstrap" -> bootstrap = KafkaArguments.bootstrap(value);
                case "--topic" -> topic = KafkaArguments.topic(value);
                case "--server" -> server = url("--server", value);
                case "--workspace" -> workspace = value;
                default -> workflow = value;
            }
        }
        origins.addAll(List.of("http://localhost:" + port, "http://127.0.0.1:" + port));
        boolean remote = server != null;
        if (remote && !help) {
            checkRemote(server, apiKey, workspace, workflow);
        }
        return new BrowserOptions(host, port, List.copyOf(origins), Path.of(output).toAbsolutePath().normalize(), bootstrap, topic,
                remote ? server : "http://127.0.0.1:" + port, remote, remote ? workspace : "examples", remote ? workflow : null,
                remote ? blank(apiKey) ? null : apiKey : newKey(), help);
    }

    private static void checkRemote(String server, String apiKey, String workspace, String workflow) {
        if (workspace == null || workflow == null) {
            throw new ExampleException("--server needs --workspace and --workflow too");
        }
        if (blank(apiKey) && CLOUD.matcher(server).matches()) {
            throw new ExampleException("Roboflow's cloud needs the API key in the environment variable ROBOFLOW_API_KEY");
        }
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    /** Also the own worker is asked with a key: who reaches the port and not the page's address is not let in. */
    private static String newKey() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int port(String value) {
        if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 65535) {
            return Integer.parseInt(value);
        }
        throw new ExampleException("--port is a number from 1 to 65535, not " + value);
    }

    private static String url(String option, String value) {
        String url = value.replaceFirst("/+$", "");
        if (!url.matches("https?://[^/@\\s]+")) {
            throw new ExampleException(option + " is like https://host or http://host:port, without a path");
        }
        return url;
    }

    String pageUrl() {
        return "http://localhost:" + port + "/";
    }

    /** In words, for who started the program. */
    String resultsPlace() {
        return toFile() ? output.resolve("detections.jsonl").toString() : shortResultsPlace();
    }

    /** In words, for who opened the page, whom the server's directories do not concern. */
    String shortResultsPlace() {
        return remote ? "this page only" : toFile() ? "detections.jsonl on the server" : "the Kafka topic " + topic;
    }

    private boolean toFile() {
        return !remote && bootstrap == null;
    }

    /** For a server that Roboflow hosts, its TURN servers are fetched with these. */
    SignallingOptions signalling() {
        return SignallingOptions.of(URI.create(server).toString(), apiKey);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "BrowserOptions[" + pageUrl() + ", server=" + server + "]";
    }
}
