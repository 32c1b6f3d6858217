/**
 * Native WebRTC behind small interfaces; the only package that knows {@code dev.onvoid}.
 *
 * <p>{@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime} makes peers,
 * {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer} is one connection, with
 * {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel} and
 * {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcVideoSender}.
 *
 * <p>Rules of the native side, kept in here so that nobody else has to know them: no exception leaves a callback, no peer is called
 * inside one, what a callback hands out is copied to the heap, nothing native is touched after it was closed, and the native state
 * is closed in a fixed order (state, video, channels, connection, tracks, sources, factory).
 */
package io.github.camelvision.roboflow.webrtc.core.rtc;
