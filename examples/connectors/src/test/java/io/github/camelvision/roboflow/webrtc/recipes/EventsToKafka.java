package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** All events of an object are in one partition, in their order. */
public class EventsToKafka extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:dock?source=rtsp&sourceUri={{cam.dock}}&workspace=acme&workflowId=pallets&apiKey={{roboflow.key}}"
                + "&emit=objects&objectRules={{rules}}")
                        .setHeader("kafka.KEY", simple("${header.CamelRoboflowWebrtcSessionName}/${header.CamelRoboflowWebrtcObjectId}"))
                        .to("kafka:objects");
    }
}
