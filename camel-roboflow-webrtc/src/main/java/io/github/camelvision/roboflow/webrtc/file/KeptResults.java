package io.github.camelvision.roboflow.webrtc.file;

import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * The results of a file that have arrived, numbered from 0, for readers of which each has its own place. Those that were handled stay for
 * readers that come later, as long as all of them fit; then the oldest go. Not safe for threads: {@link FileResults} guards it.
 */
final class KeptResults {

    private final long maxBytes;
    /** Messages as received, not the results, whose trees may be many times as large. */
    private final Map<Long, byte[]> messages = new HashMap<>();
    private final Queue<Delivery> unacknowledged = new ArrayDeque<>();
    private long bytes;
    private long first;
    private long arrived;
    private long acknowledged;
    /** Handled by the reader that is furthest. */
    private long handled;
    private boolean ahead;

    KeptResults(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(Delivery delivery) {
        byte[] message = delivery.result().json();
        messages.put(arrived++, message);
        bytes += message.length;
        unacknowledged.add(delivery);
        settle();
    }

    /** A reader is done with all results before this number. */
    void handled(long number) {
        handled = Math.max(handled, number);
        settle();
    }

    /** From now on results are acknowledged unread, as long as they fit. */
    void readAhead() {
        ahead = true;
        settle();
    }

    private void settle() {
        acknowledge(handled);
        evict();
        if (ahead && bytes <= maxBytes) {
            acknowledge(arrived);
        }
    }

    private void acknowledge(long before) {
        while (acknowledged < before) {
            unacknowledged.remove().done();
            acknowledged++;
        }
    }

    /** Not what nobody has handled yet: that waits for its first reader, and is bounded by the server's window. */
    private void evict() {
        while (bytes > maxBytes && first < handled) {
            bytes -= messages.remove(first++).length;
        }
    }

    /** Number of the first result that is still here. */
    long first() {
        return first;
    }

    /** How many have arrived in all. */
    long arrived() {
        return arrived;
    }

    /** How many the server waits for. */
    int waiting() {
        return unacknowledged.size();
    }

    /** Anew from its bytes, unless it is the one that waits longest. */
    InferenceResult get(long number) {
        return number == acknowledged && !unacknowledged.isEmpty() ? unacknowledged.peek().result()
                : InferenceResult.parse(messages.get(number));
    }

    void clear() {
        messages.clear();
        unacknowledged.clear();
        bytes = 0;
        first = arrived;
        acknowledged = arrived;
    }
}
