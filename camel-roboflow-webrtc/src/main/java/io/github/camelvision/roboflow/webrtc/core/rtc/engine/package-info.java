/**
 * The peer connection of the native library: the only rooms that know {@code dev.onvoid}.
 *
 * <p>From outside: nothing, ask {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime}. Rules in here: no exception leaves a
 * callback, no peer is called inside one, what a callback hands out is copied to the heap, nothing native is touched after it was closed.
 *
 * <p>Start at {@link NativePeer}.
 */
package io.github.camelvision.roboflow.webrtc.core.rtc.engine;
