package io.github.camelvision.roboflow.webrtc.core.source;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.util.List;
import java.util.Map;

/** A source attached to one peer connection. Every method is called on the session loop. */
public interface SourceRun extends AutoCloseable {

    /** Fields this source adds to the request, or overrides in it. */
    Map<String, Object> requestParameters();

    /** The outputs to ask for, given what the user asked for. */
    default OutputRequest outputs(OutputRequest wanted) {
        return wanted;
    }

    /** The connection is up: start sending. */
    default void connected() {}

    /**
     * A result came. Says which results to deliver now, in order, each with the sent frame it belongs to, if that is known.
     * What is not returned now or later is not to be delivered: it is the result of a repeated frame.
     */
    default List<SourceResult> onResult(InferenceResult result) {
        return List.of(new SourceResult(result, null));
    }

    /**
     * Whether this side decides how much is on its way. Then nothing is acknowledged: after the first acknowledgement a server with a
     * window of one takes a single frame per round trip, and each packet lost holds up everything until it is sent again.
     */
    default boolean selfPaced() {
        return false;
    }

    /** Self-paced: so many results wait for their user. */
    default void unhandled(int results) {}

    /**
     * Whether the server has something to answer: false while it has got nothing that it did not answer yet. True also where this side
     * cannot know it, since the server reads the camera, or a file, itself.
     */
    default boolean owed() {
        return true;
    }

    /** The connection is gone. Idempotent. */
    @Override
    void close();
}
