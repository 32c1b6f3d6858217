package io.github.camelvision.roboflow.webrtc.recipes;

import org.apache.camel.builder.RouteBuilder;

/** A route for each camera, from a list of their names. The URL of the camera {@code door} is the property {@code cam.door}. */
public class ManyCameras extends RouteBuilder {

    @Override
    public void configure() {
        routeTemplate("camera").templateParameter("name").templateParameter("url")
                .from("roboflow-webrtc:{{name}}?source=rtsp&sourceUri={{url}}&workspace=acme&workflowId=people&apiKey={{roboflow.key}}")
                .to("seda:all-cameras?size=1000&blockWhenFull=true");

        for (String name : getContext().resolvePropertyPlaceholders("{{cameras}}").split(",")) {
            templatedRoute("camera").routeId("camera-" + name).parameter("name", name)
                    .parameter("url", "{{cam." + name + "}}");
        }

        from("seda:all-cameras?size=1000").to("{{results.to:kafka:people}}");
    }
}
