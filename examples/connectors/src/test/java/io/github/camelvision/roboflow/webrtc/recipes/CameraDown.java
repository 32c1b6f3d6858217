package io.github.camelvision.roboflow.webrtc.recipes;

import io.github.camelvision.roboflow.webrtc.SessionEvent;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;

/** One message when a session is lost, and one when it is back, with the time that is missing. */
public class CameraDown extends RouteBuilder {

    private boolean down;

    @Override
    public void configure() {
        from("roboflow-webrtc:gate-3?source=rtsp&sourceUri={{cam.gate3}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}"
                + "&emitEvents=true")
                        .choice()
                        .when(header("CamelRoboflowWebrtcEvent").isEqualTo("disconnected"))
                        .filter(exchange -> !down)
                        .process(exchange -> {
                            down = true;
                            SessionEvent event = exchange.getMessage().getBody(SessionEvent.class);
                            exchange.getMessage().setBody("gate-3 is down: " + event.reason());
                        })
                        .to("{{alerts.to:log:alerts}}")
                        .endChoice()
                        .when(header("CamelRoboflowWebrtcEvent").isEqualTo("gap"))
                        .process(exchange -> {
                            down = false;
                            Duration missed = exchange.getMessage().getBody(SessionEvent.class).duration();
                            exchange.getMessage().setBody("gate-3 is up again after " + missed.toSeconds() + " s");
                        })
                        .to("{{alerts.to:log:alerts}}")
                        .when(header("CamelRoboflowWebrtcEvent").isNull())
                        .to("{{results.to:kafka:people}}")
                        .end();
    }
}
