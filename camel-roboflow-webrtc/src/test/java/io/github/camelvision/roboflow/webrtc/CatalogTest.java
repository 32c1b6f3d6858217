package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.junit.jupiter.api.Test;

/** Camel's catalog knows the components from the jar alone: camel-report:validate and editors ask it. */
class CatalogTest {

    private final CamelCatalog catalog = new DefaultCamelCatalog();

    @Test
    void aUriWithoutMistakesPasses() {
        EndpointValidationResult client = catalog.validateEndpointProperties("roboflow-webrtc:cam?source=rtsp"
                + "&sourceUri=rtsp://10.0.0.7/stream&workspace=acme&workflowId=parts&emit=paired&reconnectDelay=2s");
        assertThat(client.isSuccess()).as(client.summaryErrorMessage(true)).isTrue();
        assertThat(catalog.validateEndpointProperties("roboflow-webrtc-worker:parts?workflowId=parts&maxSessions=2").isSuccess()).isTrue();
        EndpointValidationResult fleet = catalog.validateEndpointProperties("roboflow-webrtc-fleet:plant?registry=kafka:cameras"
                + "&brokers=localhost:9092&assignment=kafka&kafka.security.protocol=SSL&workflowId=parts&source=stream");
        assertThat(fleet.isSuccess()).as(fleet.summaryErrorMessage(true)).isTrue();
        assertThat(catalog.validateEndpointProperties("roboflow-webrtc-fleet:plant?registri=cameras.yaml").getUnknown())
                .contains("registri");
    }

    @Test
    void aMisspeltOptionIsUnknown() {
        EndpointValidationResult client = catalog.validateEndpointProperties("roboflow-webrtc:cam?source=rtsp&sourceUrl=rtsp://10.0.0.7/a");
        assertThat(client.getUnknown()).containsExactly("sourceUrl");
        EndpointValidationResult worker = catalog.validateEndpointProperties("roboflow-webrtc-worker:w?workflowIdd=x");
        assertThat(worker.getUnknown()).containsExactly("workflowIdd");
    }

    @Test
    void valuesThatAreNoneOfAnOptionsAreTold() {
        EndpointValidationResult client = catalog.validateEndpointProperties("roboflow-webrtc:cam?source=telescope&queueSize=many"
                + "&lossless=perhaps");
        assertThat(client.getInvalidEnum()).containsOnlyKeys("source");
        assertThat(client.getInvalidInteger()).containsOnlyKeys("queueSize");
        assertThat(client.getInvalidBoolean()).containsOnlyKeys("lossless");
    }

    @Test
    void propertiesOfTheComponentsAreKnown() {
        assertThat(catalog.validateConfigurationProperty("camel.component.roboflow-webrtc.live-vieww = true").getUnknown()).hasSize(1);
        assertThat(catalog.validateConfigurationProperty("camel.component.roboflow-webrtc.live-view = true").isSuccess()).isTrue();
        assertThat(catalog.validateConfigurationProperty("camel.component.roboflow-webrtc-worker.live-view = true").isSuccess()).isTrue();
    }
}
