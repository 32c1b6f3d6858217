package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
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

    private final ChunkReassembler reassembler = new ChunkReassembler(ChunkReassembler.Limits.DEFAULT);
    private final Consumer<InferenceResult> results;
    private final Consumer<ProtocolException> bad;
    private final Consumer<RoboflowWebrtcException> hopeless;
    private int badInARow;

    Inbox(Consumer<InferenceResult> results, Consumer<ProtocolException> bad, Consumer<RoboflowWebrtcException> hopeless) {
        this.results = results;
        this.bad = bad;
        this.hopeless = hopeless;
    }

    @Override
    public void add(byte[] data, boolean binary) {
        InferenceResult result;
        try {
            byte[] payload = binary ? assemble(data) : data;
            if (payload == null) {
                return;
            }
            result = InferenceResult.parse(Inflate.gunzipIfNeeded(payload, MAX_RESULT_BYTES));
            badInARow = 0;
        } catch (ProtocolException e) {
            bad.accept(e);
            if (++badInARow >= MAX_BAD_IN_A_ROW) {
                hopeless.accept(new TransportException(MAX_BAD_IN_A_ROW + " messages in a row could not be read, the last because: "
                        + e.getMessage(), e));
            }
            return;
        }
        results.accept(result);
    }

    private byte[] assemble(byte[] data) {
        ChunkReassembler.Assembled assembled = reassembler.add(data);
        return assembled == null ? null : assembled.payload();
    }
}
