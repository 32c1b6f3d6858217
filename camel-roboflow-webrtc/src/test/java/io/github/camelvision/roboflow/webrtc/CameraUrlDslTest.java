package io.github.camelvision.roboflow.webrtc;

import static io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpointBuilder.roboflowWebrtc;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import java.util.List;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.endpoint.EndpointRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The URL of a camera as its owner has it, in every DSL, written there or in a property, with and without RAW. */
class CameraUrlDslTest {

    private static final String REST = "&apiUrl=http://127.0.0.1:9&workspace=acme&workflowId=count";

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "rtsp://admin:pw@192.168.1.64/cam/realmonitor?channel=1&subtype=1",
            "rtsp://admin:p@ss:w+rd@cam/live?b=1&a=2",
            "rtsp://admin:p%40ss%25@cam/a%20b",
            "rtsp://admin:a#b%c/d?e@cam/x+y#z",
            "rtsp://cam:554/user=admin&password=x&channel=1&stream=0.sdp"})
    void everyDslTakesIt(String url) throws Exception {
        context.getPropertiesComponent().addInitialProperty("cam", url);
        String xml = url.replace("&", "&amp;");
        add(java("roboflow-webrtc:java?source=rtsp&sourceUri=" + url + REST));
        add(java("roboflow-webrtc:java-raw?source=rtsp&sourceUri=RAW(" + url + ")" + REST));
        add(java("roboflow-webrtc:java-property?source=rtsp&sourceUri={{cam}}" + REST));
        add(java("roboflow-webrtc:java-raw-property?source=rtsp&sourceUri=RAW({{cam}})" + REST));
        add(new EndpointRouteBuilder() {
            @Override
            public void configure() {
                from(roboflowWebrtc("endpoint").source(SourceType.rtsp).sourceUri(url).workspace("acme").workflowId("count"))
                        .autoStartup(false).to("mock:x");
                from(roboflowWebrtc("endpoint-property").source(SourceType.rtsp).sourceUri("{{cam}}").workspace("acme")
                        .workflowId("count")).autoStartup(false).to("mock:x");
            }
        });
        load("yaml", yaml("yaml", "'" + url + "'") + yaml("yaml-raw", "'RAW(" + url + ")'") + yaml("yaml-property", "'{{cam}}'")
                + "- route:\n    autoStartup: false\n    from:\n      uri: 'roboflow-webrtc:yaml-uri?source=rtsp&sourceUri={{cam}}" + REST
                + "'\n      steps:\n        - to: mock:x\n");
        load("xml", "<routes>" + xml("xml", xml) + xml("xml-raw", "RAW(" + xml + ")") + xml("xml-property", "{{cam}}") + "</routes>");
        context.start();
        assertTaken(url, "java", "java-raw", "java-property", "java-raw-property", "endpoint", "endpoint-property", "yaml", "yaml-raw",
                "yaml-property", "yaml-uri", "xml", "xml-raw", "xml-property");
    }

    /** Camel splits a Kamelet's own URI at an ampersand: RAW keeps the URL whole. */
    @ParameterizedTest
    @ValueSource(strings = {
            "rtsp://admin:pw@192.168.1.64/cam/realmonitor?channel=1&subtype=1",
            "rtsp://admin:a#b%c/d?e@cam/x+y#z"})
    void theKameletTakesIt(String url) throws Exception {
        context.getPropertiesComponent().addInitialProperty("cam", url);
        add(kamelet("kamelet-property", "RAW({{cam}})"));
        add(kamelet("kamelet-raw", "RAW(" + url + ")"));
        load("yaml", "- route:\n    from:\n      uri: kamelet:roboflow-webrtc-source\n      parameters:\n"
                + "        sessionName: kamelet-yaml\n"
                + "        source: rtsp\n        sourceUri: 'RAW({{cam}})'\n        apiUrl: http://127.0.0.1:9\n"
                + "        workspace: acme\n        workflowId: count\n      steps:\n        - to: mock:x\n");
        context.start();
        assertTaken(url, "kamelet-property", "kamelet-raw", "kamelet-yaml");
    }

    private static RoutesBuilder kamelet(String session, String source) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("kamelet:roboflow-webrtc-source?sessionName=" + session + "&source=rtsp&sourceUri=" + source
                        + "&apiUrl=http://127.0.0.1:9&workspace=acme&workflowId=count").to("mock:x");
            }
        };
    }

    private void assertTaken(String url, String... sessions) {
        List<RoboflowWebrtcEndpoint> endpoints = context.getEndpoints().stream().filter(RoboflowWebrtcEndpoint.class::isInstance)
                .map(RoboflowWebrtcEndpoint.class::cast).toList();
        for (String session : sessions) {
            assertThat(endpoints).filteredOn(endpoint -> endpoint.getSessionName().equals(session)).as(session)
                    .singleElement().extracting(RoboflowWebrtcEndpoint::getConfiguration)
                    .returns(url, RoboflowWebrtcConfiguration::getSourceUri).returns("acme", RoboflowWebrtcConfiguration::getWorkspace);
        }
    }

    private void add(RoutesBuilder routes) throws Exception {
        context.addRoutes(routes);
    }

    private static RoutesBuilder java(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).autoStartup(false).to("mock:x");
            }
        };
    }

    private static String yaml(String session, String source) {
        return "- route:\n    autoStartup: false\n    from:\n      uri: roboflow-webrtc:" + session
                + "\n      parameters:\n        source: rtsp\n        sourceUri: " + source
                + "\n        workspace: acme\n        workflowId: count\n        apiUrl: http://127.0.0.1:9\n"
                + "      steps:\n        - to: mock:x\n";
    }

    private static String xml(String session, String source) {
        return "<route autoStartup=\"false\"><from uri=\"roboflow-webrtc:" + session + "?source=rtsp&amp;sourceUri=" + source
                + "&amp;workspace=acme&amp;workflowId=count\"/><to uri=\"mock:x\"/></route>";
    }

    private void load(String format, String text) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes." + format, text));
    }
}
