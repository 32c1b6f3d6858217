/**
 * Pictures and results as plain values of the Java heap: {@link io.github.camelvision.roboflow.webrtc.core.media.Frame},
 * {@link io.github.camelvision.roboflow.webrtc.core.media.InferenceResult} and what reads, converts and draws them.
 * Native memory is used inside single calls only and never escapes from them.
 */
package io.github.camelvision.roboflow.webrtc.core.media;
