package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcDevConsole;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.apache.camel.Component;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A marker in every option that can hold a secret, and no marker in anything that people get to see. */
class SecretsTest {

    private static final String MARKER = "m4rk3r";
    @TempDir
    private Path folder;

    private static final String WORKFLOW = "&workspace=acme&workflowId=count";
    private static final String SERVER = "&apiUrl=http://127.0.0.1:9&reconnectDelay=100ms&reconnectMaxAttempts=2";

    static Stream<String> options() {
        return Stream.of(
                "apiKey=m4rk3r" + WORKFLOW + SERVER,
                "apiKey=RAW(m4rk3r)&apiKeyTransport=header" + WORKFLOW + SERVER,
                "turnUrls=turn:user:m4rk3r@127.0.0.1:9?transport=tcp&turnUsername=u&turnPassword=m4rk3r" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=rtsp://admin:m4rk3r@cam/live?token=m4rk3r&pwd=m4rk3r" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=rtsp://admin:a@m4rk3r/b#m4rk3r@cam/live" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=rtsp%3A%2F%2Fadmin%3Am4rk3r%40cam%2Flive" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=RAW(rtsp://cam/user=a&password=m4rk3r)" + WORKFLOW + SERVER,
                "source=mjpeg&sourceUri=http://admin:m4rk3r@cam/live" + WORKFLOW + SERVER,
                "source=stream&sourceUri=rtsp://admin:m4rk3r@127.0.0.1:9/live" + WORKFLOW + SERVER,
                "source=file&sourceUri=https://admin:m4rk3r@127.0.0.1:9/v.mp4?sig=m4rk3r" + WORKFLOW + SERVER,
                "source=file&sourceUri=http://admin:m4rk3r@127.0.0.1:9/v.mp4?X-Amz-Signature=m4rk3r"
                        + "&videoAllowPrivateHosts=true&videoCache=false" + WORKFLOW + SERVER,
                "proxyHost=127.0.0.1&proxyPort=9&proxyAuthUsername=m4rk3r&proxyAuthPassword=m4rk3r" + WORKFLOW
                        + "&apiUrl=http://10.255.255.1:9&reconnectMaxAttempts=2&reconnectDelay=100ms",
                "turnUrls=turn:user:m4rk3r@host:99999" + WORKFLOW + SERVER,
                "proxyAuthPassword=RAW(m4rk3r)&proxyAuthUsername=u" + WORKFLOW + SERVER,
                "turnUrls=turn:127.0.0.1:9&turnUsername=u&turnPassword=RAW(m4rk3r)" + WORKFLOW + SERVER,
                "protocol=streamManager&apiKey=m4rk3r&turnPassword=m4rk3r" + WORKFLOW + SERVER,
                "apiKey=m4rk3r&recordDirectory=target/secrets-record" + WORKFLOW + SERVER,
                "apiKey=m4rk3r&workspace=acme&modelId=acme/1&taskType=object-detection" + SERVER,
                "param.api_token=m4rk3r" + WORKFLOW + SERVER,
                "workflowSpecification={\"steps\":[{\"token\":\"m4rk3r\"}]}" + SERVER);
    }

    static Stream<String> wrongOptions() {
        return Stream.of(
                "source=rtsp&sourceUri=admin:m4rk3r@cam/live" + WORKFLOW + SERVER,
                "source=stream&sourceUri=admin:m4rk3r@cam/live" + WORKFLOW + SERVER,
                "source=stream&sourceUri=ftp://admin:m4rk3r@cam/live" + WORKFLOW + SERVER,
                "source=file&sourceUri=ftp://admin:m4rk3r@cam/v.mp4" + WORKFLOW + SERVER,
                "source=mjpeg&sourceUri=rtsp://admin:m4rk3r@cam/v.mp4" + WORKFLOW + SERVER,
                "apiUrl=https://admin:m4rk3r@host" + WORKFLOW,
                "apiUrl=https://host/?api_key=m4rk3r" + WORKFLOW,
                "apiUrl=admin:m4rk3r@host" + WORKFLOW,
                "apiUrl=ftp://admin:m4rk3r@host" + WORKFLOW,
                "apiKey=m4rk3r%20x" + WORKFLOW + SERVER,
                "apiKey=m4rk3r&queueSize=0" + WORKFLOW + SERVER,
                "apiKey=m4rk3r&queueSize=x" + WORKFLOW + SERVER,
                "workspace=acme&workflowId=count" + SERVER + "&apiKay=m4rk3r",
                "workspace=acme&workflowId=count" + SERVER + "&turnPasword=m4rk3r",
                "workspace=acme&workflowId=count" + SERVER + "&proxyAuthPasword=m4rk3r",
                "proxyAuthPassword=m4rk3r&proxyPort=x" + WORKFLOW + SERVER,
                "proxyAuthPassword=m4rk3r&proxyHost=h" + WORKFLOW + SERVER,
                "proxyHost=user:m4rk3r@proxy&proxyPort=3128" + WORKFLOW + SERVER,
                "proxyHost=http://user:m4rk3r@proxy&proxyPort=3128" + WORKFLOW + SERVER,
                "roboflowApiUrl=ftp://admin:m4rk3r@host" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=rtsp://admin:m4rk3r@cam/live&emit=nope" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=rtsp%3A%2F%2Fadmin%3Am4rk3r%40cam%2Flive&emit=nope" + WORKFLOW + SERVER,
                "emit=nope&source=rtsp&sourceUri=admin:m4rk3r@cam/live" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=rtsp://admin:m4rk3r@cam/live&queeuSize=1" + WORKFLOW + SERVER,
                "source=rtsp&sourceUri=RAW(rtsp://admin:m4rk3r@cam/live)&sorce=1" + WORKFLOW + SERVER,
                "workflowSpecification={\"token\":m4rk3r" + SERVER,
                "emit=objects&objectRules={\"token\":m4rk3r" + WORKFLOW + SERVER,
                "emit=objects&objectRules={\"zones\":[{\"token\":\"m4rk3r\"}]}" + WORKFLOW + SERVER,
                "emit=objects&objectRules=http://admin:m4rk3r@127.0.0.1:9/rules.json?sig=m4rk3r" + WORKFLOW + SERVER);
    }

    /** Lists of cameras: right, with mistakes in an option, and broken. */
    static Stream<String> registries() {
        return Stream.of(
                "{\"cameras\": {\"north\": {\"source\": \"rtsp\", \"sourceUri\": \"rtsp://admin:m4rk3r@cam/live\", "
                        + "\"apiKey\": \"m4rk3r\"}}}",
                "cameras: {north: {apiKay: m4rk3r}}",
                "cameras: {north: {source: rtsp, sourceUri: 'admin:m4rk3r@cam/live'}}",
                "cameras: {north: {sourceUri: 'rtsp://admin:m4rk3r@cam/live', emit: nope}}",
                "cameras: {north: {apiKey: [m4rk3r]}}",
                "cameras: {north: {proxyHost: 'user:m4rk3r@proxy', proxyPort: 3128}}",
                "cameras: {north: m4rk3r}",
                "cameras: m4rk3r",
                "{\"cameras\": {\"north\": {\"apiKey\": m4rk3r}}}",
                "{\"cameras\": {\"north\": {\"apiKey\": \"m4rk3r\",,}}}",
                "cameras: {north: {apiKey: \"m4rk3r}",
                "cameras:\n  north:\n    apiKey: m4rk3r\n   sourceUri: @m4rk3r",
                "cameras: {north: {apiKey: *m4rk3r}}");
    }

    @ParameterizedTest
    @MethodSource("registries")
    void nobodySeesTheSecretsOfAFleet(String cameras) throws Exception {
        Path registry = Files.writeString(folder.resolve("cameras.yaml"), cameras);
        List<String> seen = seen("roboflow-webrtc-fleet:plant?registry=" + registry + WORKFLOW + SERVER
                + "&apiKey=RAW(m4rk3r)&turnUrls=turn:127.0.0.1:9&turnUsername=u&turnPassword=m4rk3r&param.api_token=m4rk3r"
                + "&kafka.sasl.jaas.config=m4rk3r", lines -> lines.stream().anyMatch(line -> line.contains("north")));
        assertNoMarker(seen);
    }

    @ParameterizedTest
    @MethodSource("options")
    void nobodySeesTheSecretOfARoute(String options) throws Exception {
        assertNoMarker(seen("roboflow-webrtc:cam?" + options + "&emitEvents=true"));
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void nobodySeesTheSecretOfARouteThatCannotStart(String options) throws Exception {
        List<String> seen = seen("roboflow-webrtc:cam?" + options);
        assertNoMarker(seen);
        assertThat(seen).as("refused").anyMatch(text -> text.startsWith("refused: "));
    }

    @Test
    void nobodySeesTheKeysOfAWorker() throws Exception {
        assertNoMarker(seen("roboflow-webrtc-worker:w?apiKeys=m4rk3r,other&maxSessions=many"));
        assertNoMarker(seen("roboflow-webrtc-worker:w?apiKeys=m4rk3r,other"));
        assertNoMarker(seen("roboflow-webrtc-worker:w?workspace=acme&workflowId=count&maxSessions=3&idleTimeout=60s&apiKays=m4rk3r"));
    }

    /** Component options: the live view's login, and the key as an option of all endpoints. */
    @Test
    void nobodySeesThePasswordOfTheLiveView() throws Exception {
        for (String component : List.of("roboflow-webrtc", "roboflow-webrtc-worker")) {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                Component made = context.getComponent(component);
                PropertyBindingSupport.build().withCamelContext(context).withTarget(made).withProperty("liveViewPassword", MARKER).bind();
                assertThat(made.toString()).doesNotContain(MARKER);
                List<String> seen = new ArrayList<>();
                context.start();
                addBeans(context, seen);
                assertNoMarker(seen);
            }
        }
    }

    private static void assertNoMarker(List<String> seen) {
        assertThat(seen).isNotEmpty();
        assertThat(seen.stream().filter(text -> text.contains(MARKER))).isEmpty();
    }

    /** Everything that can be seen of a route from this endpoint. */
    private static List<String> seen(String uri) throws Exception {
        return seen(uri, lines -> true);
    }

    /** @param enough whether the log has what is waited for, once the route has started */
    private static List<String> seen(String uri, Predicate<List<String>> enough) throws Exception {
        List<String> seen = new ArrayList<>();
        try (CapturedLog log = new CapturedLog(); DefaultCamelContext context = new DefaultCamelContext()) {
            try {
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(uri).routeId("seen").process(exchange -> {
                            seen.add(exchange.getMessage().getHeaders().toString());
                            seen.add(String.valueOf(exchange.getMessage().getBody()));
                        });
                    }
                });
                context.start();
                await().atMost(45, TimeUnit.SECONDS).until(log::lines, enough);
            } catch (Exception e) {
                StringWriter text = new StringWriter();
                e.printStackTrace(new PrintWriter(text));
                seen.add("refused: " + text);
            }
            context.getEndpoints().forEach(endpoint -> seen.add(
                    endpoint + " " + endpoint.getEndpointUri() + " " + endpoint.getEndpointKey()));
            HealthCheckHelper.invoke(context).forEach(result -> seen.add(result.getDetails() + " " + result.getMessage()));
            RoboflowWebrtcDevConsole console = new RoboflowWebrtcDevConsole();
            console.setCamelContext(context);
            seen.add(String.valueOf(console.call(DevConsole.MediaType.TEXT, Map.of())));
            addBeans(context, seen);
            context.getRoutes().forEach(route -> seen.add(route.toString() + route.getConsumer() + route.getEndpoint()));
            context.stop();
            seen.addAll(log.lines());
        }
        return seen;
    }

    private static void addBeans(DefaultCamelContext context, List<String> seen) throws JMException {
        MBeanServer server = context.getManagementStrategy().getManagementAgent().getMBeanServer();
        if (server == null) {
            // the context was refused before it was managed
            return;
        }
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*"), null)) {
            seen.add(name.toString());
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                try {
                    seen.add(attribute.getName() + "=" + server.getAttribute(name, attribute.getName()));
                } catch (RuntimeMBeanException | AttributeNotFoundException | javax.management.ReflectionException
                        | javax.management.MBeanException e) {
                    seen.add(attribute.getName() + " " + e);
                }
            }
        }
    }
}
