package io.github.camelvision.roboflow.webrtc.uri;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcEndpoint;
import java.util.List;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
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
    void aHeaderIsTextOrAListOfNames() {
        Message message = new DefaultMessage(new DefaultCamelContext());
        assertThat(CommaList.header(message, "names")).isNull();
        message.setHeader("names", "a, b");
        assertThat(CommaList.header(message, "names")).containsExactly("a", "b");
        message.setHeader("names", List.of("a", " width, height "));
        assertThat(CommaList.header(message, "names")).containsExactly("a", "width, height");
        message.setHeader("names", 7);
        assertThatThrownBy(() -> CommaList.header(message, "names")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The header names must be names separated by commas, or a list of names, not java.lang.Integer");
    }

    @Test
    void aUriKeepsTheBackslash() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            RoboflowWebrtcEndpoint endpoint = context.getEndpoint("roboflow-webrtc:a?dataOutput=w\\,h,count", RoboflowWebrtcEndpoint.class);
            assertThat(CommaList.of(endpoint.getConfiguration().getDataOutput())).isEqualTo(List.of("w,h", "count"));
        }
    }
}
