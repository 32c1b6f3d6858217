/**
 * {@code roboflow-webrtc-fleet:}: one route, many cameras. The consumer keeps one session for each camera of a registry. A session is one
 * of {@code roboflow-webrtc:}, with all that it has; here is only which cameras there are. Start reading at {@code FleetConsumer}; a
 * registry of your own is a {@code CameraRegistry}.
 */
package io.github.camelvision.roboflow.webrtc.fleet;
