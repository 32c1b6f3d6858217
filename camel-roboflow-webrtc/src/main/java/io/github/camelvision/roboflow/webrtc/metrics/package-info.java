/**
 * Meters of sessions and workers for Micrometer, which may be absent: only the classes named after it know it.
 *
 * <p>From outside: {@link Meters} and its interfaces.
 *
 * <p>Start at {@link Meters}.
 */
package io.github.camelvision.roboflow.webrtc.metrics;
