package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** A topic for each zone and type of event: subscribe to {@code site/dock/entered}, {@code site/dock/#} or {@code site/+/left}. */
public class EventsToTopics extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:dock?source=rtsp&sourceUri={{cam.dock}}&workspace=acme&workflowId=pallets&apiKey={{roboflow.key}}"
                + "&emit=objects&objectRules={{rules}}")
                        .filter(header("CamelRoboflowWebrtcZone").isNotNull())
                        .toD("{{topics:paho-mqtt5}}:site/${header.CamelRoboflowWebrtcZone}/${header.CamelRoboflowWebrtcObjectEvent}");
    }
}
