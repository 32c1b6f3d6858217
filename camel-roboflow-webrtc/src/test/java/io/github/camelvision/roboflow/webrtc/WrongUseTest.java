package io.github.camelvision.roboflow.webrtc;

import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.RIGHT;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.SERVER;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.fleet;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.from;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.noServer;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.only;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.routes;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.send;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.sendWith;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.server;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.to;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.toD;
import static io.github.camelvision.roboflow.webrtc.testing.WrongUse.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.WrongUse;
import io.github.camelvision.roboflow.webrtc.testkit.Stills;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake is answered by a sentence that names the option, where it stands, and the cure. The table in docs is made of them. */
class WrongUseTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 9, 0};
    private static final byte[] GIF = "GIF89a\u0001\u0000\u0001\u0000".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    static Stream<WrongUse> options() {
        return Stream.of(
                from("workspce=acme", "workspce", "did you mean workspace?"),
                from("fps=10", "There is no option fps"),
                from("emit=boxes", "The option emit cannot be 'boxes'", "predictions, frames, paired"),
                from("source=camera", "The option source cannot be 'camera'", "webcam"),
                from("overflow=drop", "The option overflow cannot be 'drop'", "dropOldest"),
                from("protocol=http", "The option protocol cannot be 'http'", "streamManager"),
                from("apiKeyTransport=query", "The option apiKeyTransport cannot be 'query'", "header"),
                from("frameDelivery=video", "The option frameDelivery cannot be 'video'", "track"),
                from("iceTransportPolicy=turn", "The option iceTransportPolicy cannot be 'turn'", "relay"),
                from("acknowledge=always", "The option acknowledge cannot be 'always'"),
                from("unpaired=ignore", "The option unpaired cannot be 'ignore'", "deliver"),
                from("queueSize=many", "The option queueSize cannot be 'many'", "it takes a number"),
                from("realtimeProcessing=maybe", "The option realtimeProcessing cannot be 'maybe'", "true or false"),
                from("replyTimeout=5 minutes please", "The option replyTimeout cannot be '5 minutes please'", "5s"),
                from("connectTimeout=fast", "The option connectTimeout cannot be 'fast'"),
                from("queueSize=0", "session cam", "queueSize must be at least 1, not 0"),
                from("queueSize=-5", "session cam", "queueSize must be at least 1, not -5"),
                from("concurrentConsumers=0", "session cam", "concurrentConsumers must be at least 1, not 0"),
                from("connectTimeout=0", "session cam", "connectTimeout must be at least 1"),
                from("connectTimeout=-5s", "session cam", "connectTimeout must be at least 1"),
                from("requestTimeout=0", "session cam", "requestTimeout"),
                from("gatherTimeout=-2", "session cam", "gatherTimeout must be at least 0, not -2"),
                from("awaitConnection=-2", "session cam", "awaitConnection must be at least 0, not -2"),
                from("stallTimeout=-2", "session cam", "stallTimeout must be at least 0, not -2"),
                from("maxSessionAge=10", "session cam", "maxSessionAge must be at least 1000, not 10"),
                from("idleTimeout=10", "session cam", "idleTimeout must be at least 1000, not 10"),
                from("processingTimeout=10", "session cam", "processingTimeout must be at least 1000, not 10"),
                from("reconnectDelay=-2", "session cam", "reconnectDelay must be at least 0, not -2"),
                from("reconnectMaxDelay=-2", "session cam", "reconnectMaxDelay must be at least 0, not -2"),
                from("declaredFps=0", "session cam", "declaredFps must be a positive number", "not 0"),
                from("declaredFps=-30", "session cam", "declaredFps must be a positive number", "not -30"),
                from("source=webcam&maxFps=0", "session cam", "maxFps must be a positive number", "not 0"),
                from("maxFps=5", "session cam", "maxFps", "source=webcam or stream", "sample or throttle"),
                from("source=rtsp&sourceUri=rtsp://camera/1&maxFps=5", "session cam", "maxFps", "use source=stream"),
                from("source=file&sourceUri=pom.xml&maxFps=5", "session cam", "maxFps", "leave it out with source=file"),
                from("gate=motion", "session cam", "gate=motion watches", "source=webcam or stream", "idleTimeout"),
                from("source=rtsp&sourceUri=rtsp://camera/1&gate=motion", "session cam", "gate=motion", "use source=stream"),
                from("source=file&sourceUri=pom.xml&gate=motion", "session cam", "gate=motion", "leave it out with source=file"),
                from("source=webcam&gate=motion&gateIdle=10", "session cam", "gateIdle must be at least 1000, not 10"),
                from("source=webcam&gate=motion&gateBefore=-1", "session cam", "gateBefore must be at least 0, not -1"),
                from("source=webcam&gate=motion&gateThreshold=0", "session cam", "gateThreshold", "1 to 255, not 0"),
                from("source=webcam&gate=motion&gateMinArea=2", "session cam", "gateMinArea", "below 1, not 2.0"),
                from("videoMinBitrate=5000000&videoMaxBitrate=1000000", "session cam", "videoMinBitrate=5000000",
                        "the minimum not above the maximum"),
                from("videoMaxBitrate=-1", "session cam", "videoMaxBitrate"),
                from("udpPorts=50000", "session cam", "The option udpPorts", "50000-50100"),
                from("udpPorts=50100-50000", "session cam", "The option udpPorts", "the lower first"),
                from("apiKey=two words", "session cam", "apiKey", "copy it again"),
                from("proxyHost=proxy", "session cam", "proxyHost needs proxyPort"),
                from("proxyPort=3128", "session cam", "proxyPort needs proxyHost"),
                from("proxyHost=http://proxy:3128&proxyPort=3128", "session cam", "proxyHost", "give the name alone"),
                from("proxyHost=proxy&proxyPort=3128&proxyAuthPassword=x", "session cam", "proxyAuthPassword needs proxyAuthUsername"),
                from("nonProxyHosts=a", "session cam", "nonProxyHosts needs proxyHost"),
                only("workspace=acme&workflowId=parts&apiUrl=localhost:9001", "session cam", "apiUrl", "http://host:port"),
                only("workspace=acme&workflowId=parts&apiUrl=tcp://localhost:7070", "session cam", "apiUrl", "protocol=streamManager"),
                only(SERVER, "session cam", "workspace and workflowId", "modelId"),
                only(SERVER + "&workflowId=parts", "session cam", "workspace and workflowId"),
                only(SERVER + "&modelId=m/1&taskType=pose", "session cam", "taskType", "object-detection"),
                from("workflowSpecification={", "session cam", "workflowSpecification is not JSON"),
                from("workflowSpecification={}", "session cam",
                        "workflowSpecification must be a JSON object with inputs, steps and outputs"),
                from("workflowSpecification=file:nowhere.json", "session cam", "workflowSpecification", "nowhere.json"),
                from("annotate=true", "session cam", "annotate=true", "emit=paired"),
                from("overflow=block&realtimeProcessing=true", "session cam", "overflow=block", "realtimeProcessing=false"),
                from("source=rtsp", "session cam", "source=rtsp needs the option sourceUri"),
                from("source=file", "session cam", "source=file needs the option sourceUri"),
                from("source=stream", "session cam", "source=stream needs the option sourceUri"),
                from("source=rtsp&sourceUri=http://camera/stream", "session cam", "sourceUri must start with", "rtsp"),
                from("source=file&sourceUri=ftp://host/video.mp4", "session cam", "sourceUri", "http(s)"),
                from("source=file&sourceUri=nowhere.mp4", "session cam", "sourceUri", "no file", "nowhere.mp4"),
                from("source=file&sourceUri=src", "session cam", "sourceUri", "directory", "src"),
                from("source=webcam&resolution=big", "session cam", "resolution", "WIDTHxHEIGHT"),
                from("source=rtsp&sourceUri=rtsp://camera/1&resolution=640x480", "resolution is for source=webcam"),
                from("source=webcam&deviceFormat=lavfi", "session cam", "deviceFormat=lavfi", "testsrc2"),
                from("source=file&sourceUri=pom.xml&emit=paired", "session cam", "streamOutput", "frameDelivery=track"),
                from("source=file&sourceUri=pom.xml&emit=paired&streamOutput=image", "session cam", "dataOutput=*", "frameDelivery=track"),
                from("protocol=streamManager&source=file&sourceUri=pom.xml", "session cam", "source=file", "protocol=worker"),
                from("protocol=streamManager&emit=paired&dataOutput=p", "session cam", "emit=paired", "emit=predictions"),
                from("protocol=streamManager", "session cam", "dataOutput=*", "one output"),
                from("protocol=streamManager&dataOutput=p&lossless=true", "session cam", "lossless=true", "leave lossless out"),
                only("protocol=streamManager&apiUrl=tcp://h:7070&workspace=a&workflowId=b&dataOutput=p&apiKeyTransport=header",
                        "session cam", "apiKeyTransport=header", "leave it out"),
                from("maskAreas=left", "session cam", "maskAreas is not JSON"),
                from("maskAreas=[[0.5,0.1,0.2,0.3]]", "session cam", "maskAreas[0]", "the smaller first"),
                from("maskAreas=[[0,0,1,1],[[0,0],[1,1]]]", "session cam", "maskAreas[1]", "at least 3 corners"),
                from("maskAreas=[[0,0,-1,1]]", "session cam", "maskAreas[0][2]", "at least 0, not -1"),
                from("maskAreas=[[[0,0],[1,0],[1]]]", "session cam", "maskAreas[0][2]", "corner [x, y]"),
                from("maskAreas=[[0,0,1,1]]&source=rtsp&sourceUri=rtsp://camera/1", "session cam", "maskAreas", "source=stream"),
                from("snapshots=crop", "session cam", "snapshots=crop", "add emit=objects"),
                from("snapshots=all", "The option snapshots cannot be 'all'", "crop"),
                from("emit=objects&annotate=true", "session cam", "annotate=true", "emit=objects snapshots"),
                from("clipOn=entered", "session cam", "clipOn needs clipDirectory"),
                from("emitClips=true", "session cam", "emitClips needs clipDirectory"),
                from("clipDirectory=target/clips&emit=objects&clipOn=seen", "session cam", "clipOn cannot be 'seen'", "entered",
                        "type:name"),
                from("clipDirectory=target/clips&clipOn=entered", "session cam", "clipOn=entered", "add emit=objects"),
                from("clipDirectory=target/clips&clipBefore=-2", "session cam", "clipBefore must be at least 0, not -2"),
                from("clipDirectory=target/clips&clipMaxBytes=-2", "session cam", "clipMaxBytes must be at least 0, not -2"),
                from("clipDirectory=pom.xml/clips", "session cam", "clipDirectory", "pom.xml"),
                from("clipDirectory=target/clips&source=rtsp&sourceUri=rtsp://camera/1", "session cam", "clipDirectory needs frames",
                        "source=rtsp", "emit=paired"),
                from("clipDirectory=target/clips&source=file&sourceUri=pom.xml&emit=objects", "session cam", "clipDirectory",
                        "streamOutput", "frameDelivery=track"),
                to("emit=boxes", "The option emit cannot be 'boxes'"),
                to("queueSize=0", "session cam", "queueSize must be at least 1, not 0"),
                to("source=file&realtimeProcessing=true", "session cam", "realtimeProcessing=true", "leave out"));
    }

    static Stream<WrongUse> routesAndWorkers() {
        String cam = "roboflow-webrtc:cam?" + RIGHT;
        return Stream.of(
                toD("roboflow-webrtc:${header.camera}?" + RIGHT + "&emit=boxes", "The option emit cannot be 'boxes'"),
                toD("roboflow-webrtc:${header.camera}?" + RIGHT + "&workspce=acme", "did you mean workspace?"),
                toD("roboflow-webrtc:${header.camera}?" + RIGHT + "&queueSize=0", "session cam", "queueSize must be at least 1, not 0"),
                toD("roboflow-webrtc:${header.camera}?" + SERVER, "session cam", "workspace and workflowId"),
                toD("roboflow-webrtc:${header.nothing}?" + RIGHT + "&emit=paired", "needs a session name", "roboflow-webrtc:name"),
                routes("two routes from(\"roboflow-webrtc:cam\")", List.of(cam + " -> mock:a", cam + "&emit=frames -> mock:b"),
                        "Two routes consume from roboflow-webrtc:cam", "own session name", "gate1"),
                routes("to(\"roboflow-webrtc-worker:w\")", List.of("direct:x -> roboflow-webrtc-worker:w"),
                        "use it in from()", "roboflow-webrtc:"),
                routes("from(\"roboflow-webrtc:?source=rtsp\")", List.of("roboflow-webrtc:?source=rtsp -> mock:a"),
                        "needs a session name", "roboflow-webrtc:name"),
                routes("from(\"roboflow-webrtc:cam?\")", List.of("roboflow-webrtc:cam? -> mock:a"), "workspace and workflowId"),
                routes("from(\"roboflow-webrtc-worker:?workflowId=a\")", List.of("roboflow-webrtc-worker:?workflowId=a -> mock:a"),
                        "needs a worker name", "roboflow-webrtc-worker:name"),
                routes("from(\"roboflow-webrtc-worker:w?\")", List.of("roboflow-webrtc-worker:w? -> mock:a"), "worker w",
                        "needs an HTTP server"),
                worker("", "worker w", "needs an HTTP server", "camel-platform-http-main", "camel-platform-http-starter"),
                worker("workflwId=a", "did you mean workflowId?"),
                worker("maxSessions=many", "The option maxSessions cannot be 'many'"),
                worker("maxSessions=0", "worker w", "maxSessions must be"),
                worker("maxInFlight=0", "worker w", "maxInFlight must be"),
                worker("ackWindow=-1", "worker w", "ackWindow must be"),
                worker("jpegQuality=0", "worker w", "jpegQuality must be"),
                worker("maxUploadSize=-1", "worker w", "maxUploadSize must be"),
                worker("idleTimeout=-1", "worker w", "idleTimeout must be"),
                worker("corsAllowedOrigins=example.com/page", "worker w", "corsAllowedOrigins", "https://host"),
                worker("udpPorts=1", "worker w", "The option udpPorts", "50000-50100"));
    }

    static Stream<WrongUse> fleets() {
        return Stream.of(
                routes("from(\"roboflow-webrtc-fleet:?registry=cameras.yaml\")",
                        List.of("roboflow-webrtc-fleet:?registry=cameras.yaml -> mock:a"), "needs a fleet name",
                        "roboflow-webrtc-fleet:name"),
                routes("to(\"roboflow-webrtc-fleet:f?registry=cameras.yaml\")",
                        List.of("direct:x -> roboflow-webrtc-fleet:f?registry=cameras.yaml"), "gate0", "fleet f", "only receives",
                        "the camera's name"),
                fleet("workflowId=parts", "fleet f", "registry is missing", "kafka:topic"),
                fleet("regstry=cameras.yaml", "did you mean registry?"),
                fleet("registry=cameras.yaml&registryInterval=fast", "The option registryInterval cannot be 'fast'", "5s"),
                fleet("registry=cameras.yaml&registryInterval=-2", "fleet f", "registryInterval must be"),
                fleet("registry=cameras.yaml&startInterval=-2", "fleet f", "startInterval must be"),
                fleet("registry=cameras.yaml&assignment=zookeeper", "The option assignment cannot be 'zookeeper'", "kafka"),
                fleet("registry=cameras.yaml&queueSize=0", "fleet f", "queueSize must be"),
                fleet("registry=cameras.yaml&emit=boxes", "The option emit cannot be 'boxes'"),
                fleet("registry=nowhere.yaml", "fleet f", "nowhere.yaml", "does not exist"),
                fleet("registry=pom.xml", "fleet f", "pom.xml"),
                fleet("registry=#cameras", "fleet f", "cameras"),
                fleet("registry=cameras.yaml&awaitConnection=5s", "fleet f", "awaitConnection"),
                fleet("registry=cameras.yaml&assignment=kafka", "fleet f", "assignment=kafka", "registry=kafka:topic"),
                fleet("registry=cameras.yaml&groupId=west", "fleet f", "groupId", "add assignment=kafka"),
                fleet("registry=cameras.yaml&groupInstanceId=one", "fleet f", "groupInstanceId", "add assignment=kafka"),
                fleet("registry=kafka:cameras", "fleet f", "needs the option brokers", "kafka-1:9092"),
                fleet("registry=kafka:&brokers=localhost:9092", "fleet f", "needs a topic"),
                fleet("registry=kafka:cameras&brokers=localhost", "fleet f", "The option brokers is host:port"),
                fleet("registry=kafka:cameras&brokers=localhost:9092&sessionTimeout=10", "fleet f", "sessionTimeout must be at least",
                        "not 10"));
    }

    static Stream<WrongUse> rules() {
        return Stream.of(
                from("emit=objects&objectRules={", "objectRules"),
                from("emit=objects&objectRules=nowhere.yaml", "session cam", "nowhere.yaml"),
                from("emit=objects&objectRules={\"zone\":{}}", "session cam", "zone"),
                from("emit=objects&objectRules={\"zones\":{\"door\":{\"points\":[[0,0],[1,1]]}}}", "session cam", "door"),
                from("objectRules={\"zones\":{}}", "session cam", "objectRules", "emit=objects"));
    }

    static Stream<WrongUse> bodies() {
        byte[] jpeg = Stills.jpeg(Stills.plain(64, 48, Color.RED));
        String command = RoboflowWebrtcConstants.COMMAND;
        return Stream.of(
                send("a body of text", "", "hello", null, null, "session cam", "The body must be a frame or image", "java.lang.String"),
                send("an empty body", "", null, null, null, "session cam", "The body must be a frame or image", "not empty"),
                send("a body of 0 bytes", "", new byte[0], null, null, "session cam", "no bytes"),
                send("a GIF as body", "", GIF, null, null, "session cam", "JPEG, PNG, BMP or WebP"),
                send("half a JPEG as body", "", Arrays.copyOf(jpeg, jpeg.length / 2), null, null, "session cam", "JPEG"),
                send("a number as body", "", 42, null, null, "session cam", "The body must be a frame or image", "java.lang.Integer"),
                send("a file as body that is gone", "", new java.io.File("gone.jpg"), null, null, "session cam", "gone.jpg"),
                send("source=file and a frame as body", "source=file", Stills.plain(8, 8, Color.RED), null, null,
                        "source=file the body must be a file"),
                send("source=file and no body", "source=file", null, null, null, "source=file the body must be a file", "empty"),
                send("header command=restart", "", null, command, "restart", "must be reconfigure", "not restart"),
                send("header command=reconfigure alone", "", null, command, "reconfigure", "needs the header"),
                send("header command=reconfigure before a frame", "", null, command, "reconfigure", "needs the header"),
                send("header command=pause with protocol=worker", "", null, command, "pause", "needs the option protocol=streamManager"),
                send("header command=status with protocol=worker", "", null, command, "status", "needs the option protocol=streamManager"),
                send("header command=7", "", null, command, 7, "must be reconfigure", "not 7"),
                sendWith("header command=reconfigure, header CamelRoboflowWebrtcDataOutput=7", "", null,
                        Map.of(command, "reconfigure", RoboflowWebrtcConstants.DATA_OUTPUT, 7), "CamelRoboflowWebrtcDataOutput",
                        "separated by commas", "java.lang.Integer"),
                sendWith("header command=reconfigure, header CamelRoboflowWebrtcStreamOutput={}", "", null,
                        Map.of(command, "reconfigure", RoboflowWebrtcConstants.STREAM_OUTPUT, Map.of()),
                        "CamelRoboflowWebrtcStreamOutput", "separated by commas"),
                sendWith("header command=reconfigure before the session is open", "", null,
                        Map.of(command, "reconfigure", RoboflowWebrtcConstants.DATA_OUTPUT, List.of("predictions")), "session cam",
                        "not open"),
                send("source=file and a file as body that is gone", "source=file", new java.io.File("gone.mp4"), null, null,
                        "session cam: the body", "there is no file gone.mp4", "check the path"),
                send("source=file and a directory as body", "source=file", new java.io.File("src"), null, null, "session cam: the body",
                        "src is a directory", "name one video file"),
                send("source=file and the root directory as body", "source=file", new java.io.File("/"), null, null,
                        "session cam: the body", "is a directory"),
                send("source=file and an empty text as body", "source=file", "", null, null, "body must be a file", "empty"),
                send("a list as body", "", List.of(jpeg), null, null, "The body must be a frame or image"),
                send("a PNG that is cut off as body", "", Arrays.copyOf(PNG, 20), null, null, "session cam", "ends within its header"),
                send("a directory as body", "", new java.io.File("src"), null, null, "src"));
    }

    static Stream<WrongUse> servers() {
        String json = "application/json";
        return Stream.of(
                server("a server that answers 401", 401, json, "{\"message\":\"unauthorized\"}", "", "401", "apiKey"),
                server("a wrong key, answered 403", 403, json, "{\"message\":\"forbidden\"}", "&apiKey=wrong", "403", "apiKey"),
                server("a server without WebRTC, which answers 404", 404, json, "{\"detail\":\"Not Found\"}", "", "404", "apiUrl"),
                server("a workflow that there is not", 404, json, "{\"message\":\"workflow parts not found\"}", "", "404", "workflowId"),
                server("a web server at apiUrl", 200, "text/html", "<html><title>Welcome to nginx!</title></html>", "", "apiUrl"),
                server("a web server at apiUrl, which answers 405", 405, "text/html", "<html>405</html>", "", "405", "apiUrl"),
                server("a workspace without credit", 402, json, "{\"message\":\"no credits\"}", "", "402", "credit"),
                server("a server that cannot work now", 503, json, "{\"message\":\"busy\"}", "", "503"),
                server("a server that fails", 500, json, "{\"message\":\"boom\"}", "", "500", "boom"),
                server("a server that answers nothing", 200, json, "", "", "answer"),
                noServer("http://127.0.0.1:9", "", "127.0.0.1:9", "refused", "apiUrl"),
                noServer("http://no-such-host.invalid:9001", "", "no-such-host.invalid", "apiUrl"));
    }

    static Stream<WrongUse> all() {
        return Stream.of(options(), rules(), routesAndWorkers(), fleets(), bodies(), servers()).flatMap(rows -> rows);
    }

    @ParameterizedTest
    @MethodSource("all")
    void isAnsweredBySentenceWithCure(WrongUse wrong) throws Exception {
        Answer answer = Answer.of(wrong);
        for (String fragment : wrong.fragments()) {
            assertThat(answer.whole()).as("what the user reads").containsIgnoringCase(fragment);
        }
        assertThat(answer.logged()).as("logged once, without a stack trace").hasSizeLessThanOrEqualTo(1)
                .noneMatch(line -> line.contains("Exception:"));
        assertThat(answer.traces()).as("stack traces, but for Camel's own of what toD cannot make")
                .allMatch(line -> line.contains("FailedToCreateProducerException"));
        assertThat(answer.sentence()).as("one sentence").doesNotContain("\n").hasSizeLessThan(600);
    }

    /**
     * What a mistake is answered with.
     *
     * @param sentence of the component
     * @param whole what the user reads, with what Camel puts around it
     * @param logged the component's warnings and errors
     * @param traces what anybody has logged with a stack trace
     */
    private record Answer(String sentence, String whole, List<String> logged, List<String> traces) {

        static Answer of(WrongUse wrong) throws Exception {
            try (CapturedLog log = new CapturedLog(); DefaultCamelContext context = new DefaultCamelContext()) {
                Throwable failure = catchThrowable(() -> wrong.attempt().run(context));
                List<String> logged = log.lines().stream().filter(line -> line.startsWith("ERROR ") || line.startsWith("WARN ")).toList();
                if (failure != null) {
                    return new Answer(WrongUse.sentence(failure), String.join("\n", WrongUse.messages(failure)) + logged, logged,
                            log.traces());
                }
                assertThat(logged).as("nothing is said").isNotEmpty();
                String line = logged.get(0).substring(logged.get(0).indexOf(' ') + 1);
                return new Answer(line, line, logged, log.traces());
            }
        }
    }

    @Test
    void theTableInTheDocsIsWhatIsAnswered() throws Exception {
        StringBuilder table = new StringBuilder("[cols=\"2,3\",options=\"header\"]\n|===\n| Mistake | Answer\n");
        List<WrongUse> rows = all().toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(60);
        assertThat(rows.stream().map(WrongUse::what)).doesNotHaveDuplicates();
        for (WrongUse wrong : rows) {
            table.append("\n| ").append(cell(wrong.what())).append("\n| ").append(cell(Answer.of(wrong).sentence())).append('\n');
        }
        DocsTest.assertSection("docs/wrong-use.adoc", "wrong use", table.append("|===\n").toString());
    }

    private static String cell(String text) {
        String normal = text.replaceAll("127\\.0\\.0\\.1:\\d{4,5}", "localhost:9001").replace("|", "\\|");
        return "`+" + normal + "+`";
    }
}
