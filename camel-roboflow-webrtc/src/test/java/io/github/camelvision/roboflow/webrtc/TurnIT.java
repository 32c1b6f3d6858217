package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.PythonPeer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.testing.TurnServer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions whose every packet goes through a TURN server. */
class TurnIT {

    @ParameterizedTest
    @ValueSource(strings = {"java", "python"})
    void relayOnlySessionsRunThroughTheTurnServer(String peer) throws Exception {
        TurnServer.assumeAvailable();
        PythonPeer.assumeAvailable();
        try (TurnServer turn = new TurnServer(); PythonPeer python = PythonPeer.worker(); RouteFixture fixture = new RouteFixture()) {
            String url = peer.equals("python") ? python.httpUrl() : "{{worker.url}}";
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:relayed?source=file&sourceUri=" + TestVideos.of(60).file() + "&apiUrl=" + url
                            + "&workspace=test&workflowId=numbers&reconnect=false&iceTransportPolicy=relay"
                            + "&turnUrls=RAW(" + turn.url() + ")&turnUsername=" + TurnServer.USER
                            + "&turnPassword=" + TurnServer.PASSWORD).to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(60, SECONDS).until(() -> results.getReceivedCounter() == 60);
            assertThat(turn.log()).contains("ALLOCATE processed, success");
        }
    }
}
