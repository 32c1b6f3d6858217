package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import io.github.camelvision.roboflow.webrtc.uri.EndpointException;
import io.github.camelvision.roboflow.webrtc.worker.WorkerEndpoint;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.NormalizedUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What options an endpoint takes from its URI, and what logs and JMX show of it. */
class EndpointUriTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    private RoboflowWebrtcEndpoint endpoint(String options) {
        return context.getEndpoint("roboflow-webrtc:cam?" + options, RoboflowWebrtcEndpoint.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "sourceUri=rtsp://user:passw0rd@10.0.0.1/stream",
            "sourceUri=rtsp%3A%2F%2Fuser%3Apassw0rd%4010.0.0.1%2Fstream",
            "sourceUri=RAW(rtsp://user:passw0rd@10.0.0.1/stream)"})
    void neverShowsTheSourcesPasswordNorTheKey(String sourceUri) {
        RoboflowWebrtcEndpoint endpoint = endpoint("source=rtsp&" + sourceUri
                + "&apiKey=k3y&turnPassword=turnS3cret&workspace=a&workflowId=b");
        assertThat(endpoint.getConfiguration().getSourceUri()).isEqualTo("rtsp://user:passw0rd@10.0.0.1/stream");
        assertThat(endpoint.getConfiguration().getApiKey()).isEqualTo("k3y");
        assertThat(endpoint.getConfiguration().getTurnPassword()).isEqualTo("turnS3cret");
        assertThat(endpoint.toString()).contains("10.0.0.1").doesNotContain("passw0rd").doesNotContain("k3y")
                .doesNotContain("turnS3cret");
        assertThat(endpoint.getEndpointUri()).startsWith("roboflow-webrtc://cam?").doesNotContain("passw0rd");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "rtsp://admin:pw@h/cam/realmonitor?channel=1&subtype=1",
            "rtsp://admin:p@ss@h/x?b=1&a=2&b=3",
            "rtsp://admin:p%40ss@h/x",
            "rtsp://admin:p%2540ss@h/a%20x",
            "rtsp://admin:a#b%c+d/e:f@h/x+y#z?a=%2F",
            "rtsp://h:554/user=admin&password=x&channel=1&stream=0.sdp?real_stream",
            "http://h/video.cgi?resolution=640x480&fps=10",
            "https://bucket.example/v.mp4?X-Amz-Algorithm=AWS4&X-Amz-Credential=A%2F2026&X-Amz-Signature=0a",
            "/videos/a+b (1).mp4", "testsrc2=size=640x480:rate=10", "video=Integrated Camera"})
    void takesASourceAsItIsWritten(String source) throws Exception {
        assertThat(endpoint("source=rtsp&sourceUri=" + source + "&workspace=acme").getConfiguration())
                .returns(source, RoboflowWebrtcConfiguration::getSourceUri).returns("acme", RoboflowWebrtcConfiguration::getWorkspace);
        assertThat(endpoint("source=rtsp&sourceUri=" + source).getConfiguration().getSourceUri()).isEqualTo(source);
        assertThat(endpoint("source=rtsp&sourceUri=RAW(" + source + ")&workspace=a").getConfiguration().getSourceUri()).isEqualTo(source);
        assertThat(endpoint("source=rtsp&sourceUri=RAW{" + source + "}").getConfiguration().getSourceUri()).isEqualTo(source);
        String encoded = java.net.URLEncoder.encode(source, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(endpoint("source=rtsp&sourceUri=" + encoded + "&workspace=b").getConfiguration().getSourceUri()).isEqualTo(source);
        context.getPropertiesComponent().addInitialProperty("cam", source);
        assertThat(endpoint("source=rtsp&sourceUri={{cam}}&workspace=c").getConfiguration().getSourceUri()).isEqualTo(source);
        assertThat(normalized("source=rtsp&sourceUri=RAW(" + source + ")&workspace=d").getConfiguration().getSourceUri()).isEqualTo(source);
    }

    /** What toD and recipientList hand over was sorted, and encoded again. */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
            "rtsp://admin:pw@h/cam/realmonitor?channel=1&subtype=1 rtsp://admin:pw@h/cam/realmonitor?channel=1&subtype=1",
            "rtsp://admin:p%40ss@h/x?channel=1&a=2 rtsp://admin:p@ss@h/x?channel=1&a=2",
            "rtsp://admin:a%b@h/x+y rtsp://admin:a%b@h/x+y"})
    void takesASourceFromADynamicEndpoint(String source, String expected) throws Exception {
        assertThat(normalized("source=rtsp&sourceUri=" + source + "&workspace=acme").getConfiguration())
                .returns(expected, RoboflowWebrtcConfiguration::getSourceUri).returns("acme", RoboflowWebrtcConfiguration::getWorkspace);
    }

    private RoboflowWebrtcEndpoint normalized(String options) {
        return (RoboflowWebrtcEndpoint) context.getCamelContextExtension()
                .getEndpoint(NormalizedUri.newNormalizedUri("roboflow-webrtc:cam?" + options, false));
    }

    @Test
    void decodesOtherOptionsAsEver() {
        assertThat(endpoint("workspace=a%20b+c&dataField=RAW(x%20y)&param.prompt=a%25b&param.limit=RAW(1&2)&source-uri=x")
                .getConfiguration())
                        .returns("a b c", RoboflowWebrtcConfiguration::getWorkspace)
                        .returns("x%20y", RoboflowWebrtcConfiguration::getDataField)
                        .returns("x", RoboflowWebrtcConfiguration::getSourceUri)
                        .returns(Map.of("prompt", "a%b", "limit", "1&2"), RoboflowWebrtcConfiguration::getParams);
        assertThat(context.getEndpoint("roboflow-webrtc:gate%203", RoboflowWebrtcEndpoint.class).getSessionName()).isEqualTo("gate 3");
        NormalizedUri bare = NormalizedUri.newNormalizedUri("roboflow-webrtc:bare", false);
        assertThat(((RoboflowWebrtcEndpoint) context.getCamelContextExtension().getEndpoint(bare, Map.of("workspace", "acme")))
                .getConfiguration().getWorkspace()).isEqualTo("acme");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "sourceUri=rtsp://u:s3cret@h/x&workspce=acme | There is no option workspce (did you mean workspace?). If it belongs to",
            "sourceUri=rtsp://u:s3cret@h/x?a=1&b=2&workspce=acme | did you mean workspace?). If it belongs to the URL in sourceUri",
            "sourceUri=rtsp://u:s3cret@h/x?a=1&emit=frames&b=2 | no option b. If it belongs to the URL in sourceUri, write that",
            "sourceUri=rtsp://u:s3cret@h/x?a=1&source=2 | The option source is given twice. If it belongs to the URL in sourceUri",
            "sourceUri=http://u:s3cret@h/x?a=1&resolution=640x480 | The option resolution is for source=webcam. If it belongs to",
            "sourceUri=rtsp%3A%2F%2Fu%3As3cret%40h%2Fx&nope=1 | There is no option nope. If",
            "apiKy=s3cret-of-mine | There is no option apiKy (did you mean apiKey?).",
            "sourceUri=rtsp://u:s3cret@h/x&emit=nope | emit",
            "sourceUri=rtsp%3A%2F%2Fu%3As3cret%40h%2Fx&emit=nope | The option emit cannot be 'nope': it is one of predictions, frames, ",
            "sourceUri=u:s3cret@h/x&queueSize=many | queueSize",
            "apiUrl=https://u:s3cret@h/?api_key=s3cret&queueSize=many | queueSize",
            "apiKey=s3cret&queueSize=many | The option queueSize cannot be 'many': it takes a number"})
    void aWrongOptionIsToldWithoutSecrets(String options, String expected) {
        assertThatThrownBy(() -> endpoint("source=rtsp&" + options)).isInstanceOf(EndpointException.class)
                .hasMessageContaining(expected)
                .satisfies(failure -> {
                    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                        assertThat(cause.toString()).doesNotContain("s3cret");
                    }
                    assertThat(((EndpointException) failure).getUri()).doesNotContain("s3cret");
                });
    }

    @Test
    void endpointsThatDifferInASecretAreNotTheSame() {
        assertThat(endpoint("apiKey=one")).isNotEqualTo(endpoint("apiKey=two"))
                .hasSameHashCodeAs(endpoint("apiKey=one")).isEqualTo(endpoint("apiKey=one"));
    }

    @Test
    void aWorkerShowsNoKey() {
        WorkerEndpoint endpoint = context.getEndpoint("roboflow-webrtc-worker:w?apiKeys=s3cret,other", WorkerEndpoint.class);
        assertThat(endpoint.getConfiguration().getApiKeys()).isEqualTo("s3cret,other");
        assertThat(endpoint.getEndpointUri() + endpoint).doesNotContain("s3cret");
        assertThatThrownBy(() -> context.getEndpoint("roboflow-webrtc-worker:w?apiKeys=s3cret&maxSessions=many"))
                .hasMessageContaining("maxSessions").message().doesNotContain("s3cret");
        assertThatThrownBy(() -> context.getEndpoint("roboflow-webrtc-worker:w?apiKeyz=s3cret"))
                .hasMessageContaining("did you mean apiKeys?").message().doesNotContain("s3cret");
    }
}
