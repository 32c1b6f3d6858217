package io.github.camelvision.roboflow.webrtc.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.net.DatagramSocket;
import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class WorkerPortsIT {

    @Test
    void aRangeThatIsUsedUpIsNamed() throws Exception {
        try (CapturedLog log = new CapturedLog(); DatagramSocket taken = new DatagramSocket()) {
            String range = taken.getLocalPort() + "-" + taken.getLocalPort();
            try (RouteFixture fixture = new RouteFixture("&udpPorts=" + range)) {
                fixture.routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("roboflow-webrtc:file?source=file&sourceUri=" + TestVideos.of(30).file() + "&" + RouteFixture.client())
                                .to("mock:results");
                    }
                });
                fixture.context().start();
                await("the line").atMost(45, TimeUnit.SECONDS).until(() -> log.lines().stream().anyMatch(line -> line.contains(range)));
                assertThat(log.lines()).filteredOn(line -> line.contains(range)).first().asString()
                        .contains("of worker numbers of route worker may not connect", "udpPorts=" + range, "widen the range");
            }
        }
    }
}
