package io.github.camelvision.roboflow.webrtc.examples.browser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class BrowserPortTest {

    @Test
    void aPortThatIsTakenIsToldBeforeAnythingStarts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> BrowserExample.checkPort("127.0.0.1", taken.getLocalPort())).isInstanceOf(ExampleException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be opened (Address already in use");
        }
    }
}
