package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logs and JMX show of an endpoint. */
class EndpointUriTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "sourceUri=rtsp://user:passw0rd@10.0.0.1/stream",
        "sourceUri=rtsp%3A%2F%2Fuser%3Apassw0rd%4010.0.0.1%2Fstream",
        "sourceUri=RAW(rtsp://user:passw0rd@10.0.0.1/stream)"})
    void neverShowsTheSourcesPasswordNorTheKey(String sourceUri) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RoboflowWebrtcEndpoint endpoint = context.getEndpoint("roboflow-webrtc:cam?source=rtsp&" + sourceUri
                    + "&apiKey=k3y&turnPassword=turnS3cret&workspace=a&workflowId=b", RoboflowWebrtcEndpoint.class);
            assertThat(endpoint.getConfiguration().getSourceUri()).isEqualTo("rtsp://user:passw0rd@10.0.0.1/stream");
            assertThat(endpoint.toString()).contains("10.0.0.1").doesNotContain("passw0rd").doesNotContain("k3y")
                    .doesNotContain("turnS3cret");
            assertThat(endpoint.getEndpointUri()).doesNotContain("passw0rd");
        }
    }
}
