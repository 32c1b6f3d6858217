/**
 * The parts of an {@link io.github.camelvision.roboflow.webrtc.core.objects.ObjectEngine}: {@code Lives} says which detections are which
 * object, {@code ZoneWatch} and {@code LineWatch} watch a zone and a line each, {@code Outbox} makes the events.
 */
package io.github.camelvision.roboflow.webrtc.core.objects.engine;
