package io.github.camelvision.roboflow.webrtc.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CommaListTest {

    @Test
    void namesAreSeparatedByCommasUnlessABackslashKeepsThem() {
        assertThat(CommaList.of(null)).isEmpty();
        assertThat(CommaList.of(" , ,")).isEmpty();
        assertThat(CommaList.of("a, b ,c")).containsExactly("a", "b", "c");
        assertThat(CommaList.of("width\\, height,count")).containsExactly("width, height", "count");
        assertThat(CommaList.of("\\,")).containsExactly(",");
    }

    @Test
    void aUriKeepsTheBackslash() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RoboflowWebrtcEndpoint endpoint = context.getEndpoint("roboflow-webrtc:a?dataOutput=w\\,h,count", RoboflowWebrtcEndpoint.class);
            assertThat(CommaList.of(endpoint.getConfiguration().getDataOutput())).isEqualTo(List.of("w,h", "count"));
        }
    }
}
