package io.github.camelvision.roboflow.webrtc.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathsTest {

    @ParameterizedTest
    @CsvSource({"/initialise_webrtc_worker, true", "/initialise_webrtc_worker/, true", "//Initialise_webrtc_worker, true",
            "/api/initialise_webrtc_worker, true", "/inference_pipelines/7/pause, true", "/inference_pipelines, false", "/upload, false",
            "/, false", "'', false"})
    void aPathIsKnownWhateverStandsBeforeIt(String path, boolean known) {
        RequestPaths paths = RequestPaths.of(new DefaultCamelContext());
        paths.add("initialise_webrtc_worker");
        paths.add("/inference_pipelines/{pipeline_id}/pause");
        assertThat(paths.include(path)).isEqualTo(known);
    }

    @Test
    void eachContextHasItsOwn() {
        DefaultCamelContext context = new DefaultCamelContext();
        RequestPaths.of(context).add("/here");
        assertThat(RequestPaths.of(context).include("/here")).isTrue();
        assertThat(RequestPaths.of(new DefaultCamelContext()).include("/here")).isFalse();
    }
}
