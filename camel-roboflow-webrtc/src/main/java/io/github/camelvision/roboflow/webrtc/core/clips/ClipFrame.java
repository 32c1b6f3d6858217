package io.github.camelvision.roboflow.webrtc.core.clips;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A frame of a session, as it comes.
 *
 * @param frameId the server's number of it; 0 when unknown
 * @param at when it was taken or came: on one steady line of time, later than the frame before
 * @param bytes of memory that it takes while it waits
 * @param frame the frame; decodes it where it is encoded, on the clips' thread
 * @param result what was found in it; null when nothing is known
 * @param paced null: the frame is dropped when too many wait; else it waits, however many do, and this runs when it does no more
 */
public record ClipFrame(long frameId, Instant at, long bytes, Supplier<Frame> frame, InferenceResult result, Runnable paced) {}
