package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.OverBudgetException;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkReassembler;
import io.github.camelvision.roboflow.webrtc.core.wire.Inflate;
import java.util.function.Consumer;

/**
 * Data channel messages in, results out: reassembles, inflates and scans (docs/protocol.adoc#chunks). A bad message is dropped; many in a
 * row mean that the server speaks something else, and lose the connection.
 */
final class Inbox implements MessageReader {

    /** A result with images of a large frame; more is not a result. */
    private static final int MAX_RESULT_BYTES = 128 * 1024 * 1024;
    private static final int MAX_BAD_IN_A_ROW = 100;

    private final ChunkReassembler reassembler;
    private final MemoryBudget.Account memory;
    private final boolean mayDrop;
    private final Consumer<ProtocolException> bad;
    private final Consumer<RoboflowWebrtcException> hopeless;
    private Consumer<InferenceResult> receiver = result -> {};
    private int badInARow;

    /**
     * @param memory what it holds is taken from there
     * @param mayDrop false: a message for which there is no memory loses the connection
     */
    Inbox(MemoryBudget.Account memory, boolean mayDrop, Consumer<ProtocolException> bad, Consumer<RoboflowWebrtcException> hopeless) {
        this.memory = memory;
        this.mayDrop = mayDrop;
        this.reassembler = new ChunkReassembler(ChunkReassembler.Limits.DEFAULT, memory);
        this.bad = bad;
        this.hopeless = hopeless;
    }

    @Override
    public void deliverTo(Consumer<InferenceResult> newReceiver) {
        receiver = newReceiver;
    }

    @Override
    public void add(byte[] data, boolean binary) {
        InferenceResult result;
        try {
            result = read(data, binary);
            badInARow = 0;
        } catch (OverBudgetException e) {
            bad.accept(e);
            if (!mayDrop) {
                hopeless.accept(new TransportException(e.getMessage(), e));
            }
            return;
        } catch (ProtocolException e) {
            bad.accept(e);
            if (++badInARow >= MAX_BAD_IN_A_ROW) {
                hopeless.accept(new TransportException(MAX_BAD_IN_A_ROW + " messages in a row could not be read, the last because: "
                        + e.getMessage(), e));
            }
            return;
        }
        if (result != null) {
            receiver.accept(result);
        }
    }

    /** @return null while the message is incomplete */
    private InferenceResult read(byte[] data, boolean binary) {
        long held = 0;
        try {
            byte[] payload = data;
            if (binary) {
                ChunkReassembler.Assembled assembled = reassembler.add(data);
                if (assembled == null) {
                    return null;
                }
                payload = assembled.payload();
                held = payload.length;
            }
            long inflated = Math.min(Inflate.announcedSize(payload), MAX_RESULT_BYTES);
            if (!memory.take(inflated)) {
                throw new OverBudgetException(memory.refusal(inflated));
            }
            held += inflated;
            return InferenceResult.parse(Inflate.gunzipIfNeeded(payload, MAX_RESULT_BYTES));
        } finally {
            // whoever keeps the result takes it from here
            memory.give(held);
        }
    }

    @Override
    public void close() {
        reassembler.clear();
    }
}
