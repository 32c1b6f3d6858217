package io.github.camelvision.roboflow.webrtc.core.objects;

import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;

/**
 * An object that has appeared and is in the newest result.
 *
 * @param id as in its events
 * @param confidence 0 to 1; NaN when the model told none
 * @param box pixels
 */
public record SeenObject(String id, double confidence, Box box) {}
