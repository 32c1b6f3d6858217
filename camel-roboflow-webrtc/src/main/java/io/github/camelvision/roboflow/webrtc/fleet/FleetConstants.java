package io.github.camelvision.roboflow.webrtc.fleet;

import org.apache.camel.spi.Metadata;

/** Headers of a fleet's exchanges, beside those of {@code roboflow-webrtc:}. */
public final class FleetConstants {

    @Metadata(label = "consumer", description = "Name of the camera in its registry. It is the session's name, too.", javaType = "String")
    public static final String CAMERA = "CamelRoboflowWebrtcCamera";

    @Metadata(label = "consumer", description = "Labels of the camera in its registry, a Map.", javaType = "java.util.Map")
    public static final String LABELS = "CamelRoboflowWebrtcCameraLabels";

    @Metadata(label = "consumer", description = "With assignment=kafka: how often the camera's partition of the registry has had an owner. "
            + "Results of a lower epoch than the camera's highest come from a node that has lost it.", javaType = "Long")
    public static final String EPOCH = "CamelRoboflowWebrtcCameraEpoch";

    private FleetConstants() {}
}
