/**
 * Which boxes of one frame are those of the frames before: association in two stages in the manner of ByteTrack (Zhang et al.,
 * 2022, "ByteTrack: Multi-Object Tracking by Associating Every Detection Box"), with the parameters of {@code ByteTrack} in Roboflow's
 * supervision 0.27. Pure: no thread, no clock. Start at {@link io.github.camelvision.roboflow.webrtc.core.objects.track.Association}.
 */
package io.github.camelvision.roboflow.webrtc.core.objects.track;
