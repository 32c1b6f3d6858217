package io.github.camelvision.roboflow.webrtc.fleet.internal;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;

/**
 * A camera that this node is to run.
 *
 * @param owner this node as the camera's owner; null when nodes do not share cameras
 */
public record Assigned(FleetCamera camera, CameraOwner owner) {}
