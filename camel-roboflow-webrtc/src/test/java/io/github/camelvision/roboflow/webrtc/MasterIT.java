package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcComponent;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.cluster.FileLockClusterService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One camera on the one of two applications that leads: Camel's component master. */
@Timeout(180)
class MasterIT {

    @TempDir
    private Path locks;

    private RouteFixture application(RouteFixture server) throws Exception {
        FileLockClusterService cluster = new FileLockClusterService();
        cluster.setRoot(locks.toString());
        cluster.setAcquireLockDelay(200);
        cluster.setAcquireLockDelayUnit(MILLISECONDS);
        cluster.setAcquireLockInterval(200);
        cluster.setAcquireLockIntervalUnit(MILLISECONDS);
        RouteFixture fixture = new RouteFixture();
        fixture.context().addService(cluster);
        fixture.context().getPropertiesComponent().addInitialProperty("server", server.workerUrl());
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                // tag::master[]
                from("master:cameras:roboflow-webrtc:gate?source=manual&lossless=true&apiUrl={{server}}&workspace=acme&workflowId=numbers")
                        .routeId("gate")
                        .to("mock:gate");
                // end::master[]
            }
        });
        return fixture.start();
    }

    private static List<String> openSessions(RouteFixture fixture) {
        return fixture.context().getComponent("roboflow-webrtc", RoboflowWebrtcComponent.class)
                .sessions().opened().stream().map(session -> session.name() + " " + session.current().state()).toList();
    }

    @Test
    void onlyTheLeaderHasTheSessionAndTheOtherOneFollows() throws Exception {
        RouteFixture server = new RouteFixture().start();
        RouteFixture leader = application(server);
        await("the leader's session").atMost(60, SECONDS).until(() -> openSessions(leader).equals(List.of("gate STREAMING")));
        RouteFixture other = application(server);
        try {
            answered(leader, 1);
            assertThat(openSessions(other)).isEmpty();
            leader.context().stop();
            await("the other one's session").atMost(60, SECONDS).until(() -> openSessions(other).equals(List.of("gate STREAMING")));
            answered(other, 2);
        } finally {
            leader.context().stop();
            other.context().stop();
            server.close();
        }
    }

    private static void answered(RouteFixture fixture, int number) {
        fixture.context().createProducerTemplate().sendBody("roboflow-webrtc:gate", PaintedFrames.paint(number, 320, 240));
        await("an answer").atMost(60, SECONDS).until(() -> fixture.mock("gate").getReceivedCounter() == 1);
    }
}
