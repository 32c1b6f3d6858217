package io.github.camelvision.roboflow.webrtc.worker;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import org.apache.camel.spi.Metadata;

/** Names of the headers of a worker's exchanges. */
public final class WorkerConstants {

    @Metadata(description = "Id of the session the frame belongs to", javaType = "String", label = "consumer")
    public static final String SESSION_ID = RoboflowWebrtcConstants.SESSION_ID;
    @Metadata(description = "Number of the frame in its session, from 1", javaType = "Long", label = "consumer")
    public static final String FRAME_ID = RoboflowWebrtcConstants.FRAME_ID;
    @Metadata(description = "Presentation time of the frame, in units of the time base; 0 is the first frame", javaType = "Long",
            label = "consumer")
    public static final String PTS = RoboflowWebrtcConstants.PTS;
    @Metadata(description = "Seconds per unit of the presentation time", javaType = "Double", label = "consumer")
    public static final String TIME_BASE = RoboflowWebrtcConstants.TIME_BASE;
    @Metadata(description = "When the frame was taken for processing (ISO-8601)", javaType = "String", label = "consumer")
    public static final String RECEIVED_AT = RoboflowWebrtcConstants.RECEIVED_AT;
    @Metadata(description = "Frames per second as the client or the file declares", javaType = "Double", label = "consumer")
    public static final String DECLARED_FPS = RoboflowWebrtcConstants.DECLARED_FPS;
    @Metadata(description = "Width of the frame in pixels", javaType = "Integer", label = "consumer")
    public static final String WIDTH = RoboflowWebrtcConstants.WIDTH;
    @Metadata(description = "Height of the frame in pixels", javaType = "Integer", label = "consumer")
    public static final String HEIGHT = RoboflowWebrtcConstants.HEIGHT;
    @Metadata(description = "Workspace the client asked for", javaType = "String", label = "consumer")
    public static final String WORKSPACE = "CamelRoboflowWebrtcWorkspace";
    @Metadata(description = "Workflow the client asked for", javaType = "String", label = "consumer")
    public static final String WORKFLOW_ID = "CamelRoboflowWebrtcWorkflowId";
    @Metadata(description = "Workflow in full, when the client sent it", javaType = "com.fasterxml.jackson.databind.JsonNode",
            label = "consumer")
    public static final String WORKFLOW_SPECIFICATION = "CamelRoboflowWebrtcWorkflowSpecification";
    @Metadata(description = "Values of the workflow's other inputs", javaType = "com.fasterxml.jackson.databind.JsonNode",
            label = "consumer")
    public static final String PARAMETERS = "CamelRoboflowWebrtcParameters";

    private WorkerConstants() {}
}
