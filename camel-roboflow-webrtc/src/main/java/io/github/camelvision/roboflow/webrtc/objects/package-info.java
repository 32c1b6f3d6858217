/**
 * Events of objects in routes: the processor {@link io.github.camelvision.roboflow.webrtc.objects.ObjectEvents}, and what the consumer's
 * {@code emit=objects} shares with it. The engine itself is in {@code core.objects}.
 */
package io.github.camelvision.roboflow.webrtc.objects;
