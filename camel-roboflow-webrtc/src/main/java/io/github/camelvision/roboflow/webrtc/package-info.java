/**
 * What the author of a route touches: headers, events, results of files, and the annotator.
 *
 * <p>From outside: all that is public. The components themselves are in {@code client} and {@code worker}, what bodies convert to in
 * {@code transform}.
 *
 * <p>Start at {@link RoboflowWebrtcConstants}.
 */
package io.github.camelvision.roboflow.webrtc;
