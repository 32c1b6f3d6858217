/**
 * What the bytes of an image file say: format and size, the tag that turns it, and JPEG's tables. Pure: no codec, no native memory.
 *
 * <p>From outside: nothing but {@code core.media}.
 *
 * <p>Start at {@link ImageHeader}.
 */
package io.github.camelvision.roboflow.webrtc.core.media.image;
