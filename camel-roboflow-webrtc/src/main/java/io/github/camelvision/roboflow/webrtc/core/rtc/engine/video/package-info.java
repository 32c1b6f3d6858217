/**
 * Video in and out of the native library.
 *
 * <p>From outside: nothing.
 *
 * <p>Start at {@link VideoReceiver} for what arrives, {@link NativeVideoSender} for what is sent.
 */
package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;
