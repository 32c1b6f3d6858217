/**
 * WebRTC behind small interfaces, so that tests put fakes in their place.
 *
 * <p>From outside: all of it. {@link RtcRuntime} makes peers, {@link RtcPeer} is one connection, with {@link RtcChannel} and {@link
 * RtcVideoSender}.
 *
 * <p>Start at {@link RtcPeer}.
 */
package io.github.camelvision.roboflow.webrtc.core.rtc;
