package io.github.camelvision.roboflow.webrtc.fleet.internal;

import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;

/**
 * A camera that this node is to run.
 *
 * @param epoch how often the camera's partition has had an owner, this one included; null when nodes do not share cameras
 */
public record Assigned(FleetCamera camera, Long epoch) {}
