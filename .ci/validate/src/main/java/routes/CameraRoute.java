package routes;

import org.apache.camel.builder.RouteBuilder;

/** Not compiled: {@code .ci/run} asks Camel's Maven plugin what is wrong here. */
public class CameraRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("roboflow-webrtc:gate?source=rtsp&sourceUrl=rtsp://camera/1&workspace=acme&workflowId=caps").to("log:caps");
        from("roboflow-webrtc:door?source=rtsp&sourceUri=rtsp://camera/2&workspace=acme&workflowId=caps&emit=picture").to("log:caps");
        from("roboflow-webrtc-worker:caps?workflowId=caps&maxSesions=4").to("log:frames");
        from("roboflow-webrtc:right?source=rtsp&sourceUri=rtsp://camera/3&workspace=acme&workflowId=caps&emit=frames").to("log:caps");
    }
}
