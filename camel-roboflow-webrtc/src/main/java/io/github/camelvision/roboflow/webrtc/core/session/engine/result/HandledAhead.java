package io.github.camelvision.roboflow.webrtc.core.session.engine.result;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * When results that wait for their frames are handled, in their order. A result is handled when its delivery is done. One is handled
 * before: its frame is still on its way through encoder, network and jitter buffer when the result is here. More are while it is not
 * known which frame belongs to which result, which takes a dozen of them. With more ahead, frames come faster than encoder and
 * decoder take them, and are lost. On the loop.
 */
final class HandledAhead {

    /** Results that are handled before their delivery is done. */
    static final int AHEAD = 1;
    static final int AHEAD_WHILE_SEEKING = 32;

    private final LongConsumer handled;
    private final BooleanSupplier known;
    private final Queue<Long> waiting = new ArrayDeque<>();
    private int open;

    /**
     * @param handled told the frame ids of the results that are handled
     * @param known whether it is known which frame belongs to which result
     */
    HandledAhead(LongConsumer handled, BooleanSupplier known) {
        this.handled = handled;
        this.known = known;
    }

    void came(long frameId) {
        open++;
        waiting.add(frameId);
        handle();
    }

    /** A delivery is done. */
    void done() {
        open--;
        handle();
    }

    private void handle() {
        int ahead = known.getAsBoolean() ? AHEAD : AHEAD_WHILE_SEEKING;
        while (!waiting.isEmpty() && open - waiting.size() < ahead) {
            handled.accept(waiting.poll());
        }
    }
}
