package io.github.camelvision.roboflow.webrtc.core.clips;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * A clip that is written.
 *
 * @param video the file, fragmented MP4
 * @param results the file beside it: a line of JSON for each frame
 * @param frames how many are in it
 * @param firstFrameId the server's number of the first frame; 0 when unknown
 * @param lastFrameId the server's number of the last frame; 0 when unknown
 * @param from time of the first frame
 * @param to time of the last frame
 * @param reasons what it was made for, in the order of the telling; at most 100
 */
public record Clip(Path video, Path results, long frames, long firstFrameId, long lastFrameId, Instant from, Instant to,
        List<ClipReason> reasons) {}
