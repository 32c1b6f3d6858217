package io.github.camelvision.roboflow.webrtc.fleet;

/** Which of the registry's cameras a node runs. */
public enum FleetAssignment {
    /** All of them. */
    all,
    /** Those of the registry's partitions that Kafka's group protocol gives to this node. */
    kafka
}
