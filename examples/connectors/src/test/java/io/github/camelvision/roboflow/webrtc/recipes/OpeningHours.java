package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** A yard that is watched from 6 to 22 o'clock: the session has a connection then, while something moves. */
public class OpeningHours extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:yard?source=stream&sourceUri={{cam.yard}}&gate=motion&workspace=acme&workflowId=trucks"
                + "&apiKey={{roboflow.key}}")
                        .to("{{results.to:kafka:trucks}}");
        from("quartz:opens?cron={{opens:0 0 6 * * ?}}").setHeader("CamelRoboflowWebrtcCommand", constant("reconnect"))
                .to("roboflow-webrtc:yard");
        from("quartz:closes?cron={{closes:0 0 22 * * ?}}").setHeader("CamelRoboflowWebrtcCommand", constant("close"))
                .to("roboflow-webrtc:yard");
    }
}
