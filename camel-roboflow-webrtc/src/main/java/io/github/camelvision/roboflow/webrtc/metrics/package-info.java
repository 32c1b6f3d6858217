/** Meters of sessions and workers for Micrometer, which may be absent: only one class here knows it. */
package io.github.camelvision.roboflow.webrtc.metrics;
