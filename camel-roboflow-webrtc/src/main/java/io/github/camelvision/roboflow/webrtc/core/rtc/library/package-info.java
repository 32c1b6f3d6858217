/**
 * Loads the native library, with stubs for what a machine without a screen or sound lacks, and says what to install.
 *
 * <p>From outside: {@link NativeLibraries}.
 *
 * <p>Start at {@link NativeLibraries}.
 */
package io.github.camelvision.roboflow.webrtc.core.rtc.library;
