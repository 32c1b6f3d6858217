/**
 * Clips of a consumer's or producer's session: which frames there are on this side, what a clip is made for, and what a route gets of it.
 *
 * <p>Start at {@link io.github.camelvision.roboflow.webrtc.client.internal.clips.SessionClips}. Files and the ring of frames are in
 * {@code core.clips}.
 */
package io.github.camelvision.roboflow.webrtc.client.internal.clips;
