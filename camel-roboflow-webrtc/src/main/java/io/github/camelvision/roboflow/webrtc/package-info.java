/**
 * What the author of a route touches: headers, events, and the annotator.
 *
 * <p>From outside: all that is public. The components themselves are in {@code client} and {@code worker}, what bodies convert to in
 * {@code transform}, the results of whole files in {@code file}.
 *
 * <p>Start at {@link RoboflowWebrtcConstants}.
 */
package io.github.camelvision.roboflow.webrtc;
