package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** The header {@code site} chooses the session and the workflow. A session that gets no frame for a minute is closed. */
public class SessionPerSite extends RouteBuilder {

    @Override
    public void configure() {
        from("direct:frame")
                .toD("roboflow-webrtc:site-${header.site}?workspace=acme&workflowId=${header.workflow}&apiKey={{roboflow.key}}"
                        + "&idleTimeout=60000");
    }
}
