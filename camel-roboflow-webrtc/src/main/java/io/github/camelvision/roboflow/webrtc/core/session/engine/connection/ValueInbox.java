package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The Stream Manager's messages in, results out (docs/protocol.adoc#stream-manager-session). A message is the bare value of the one output
 * that was asked for, with nothing around it: the result names that output, and its frame id is the number of the message, counted here.
 * There is no presentation time. A message that is no JSON is a text.
 */
final class ValueInbox implements MessageReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final Consumer<ProtocolException> bad;
    private final String output;
    private Consumer<InferenceResult> receiver = result -> {};
    private long messages;

    /** @param request names the output that was asked for */
    ValueInbox(OutputRequest request, Consumer<ProtocolException> bad) {
        this.output = request.dataOutput() == null || request.dataOutput().isEmpty() ? "" : request.dataOutput().get(0);
        this.bad = bad;
    }

    @Override
    public void deliverTo(Consumer<InferenceResult> newReceiver) {
        receiver = newReceiver;
    }

    @Override
    public void add(byte[] data, boolean binary) {
        InferenceResult result;
        try {
            result = InferenceResult.parse(envelope(messages + 1, output, data));
            messages++;
        } catch (ProtocolException e) {
            bad.accept(e);
            return;
        }
        receiver.accept(result);
    }

    private static byte[] envelope(long number, String name, byte[] value) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(value.length + 128);
        json.writeBytes(utf8("{\"serialized_output_data\":{" + quoted(name) + ":"));
        json.writeBytes(isJson(value) ? value : utf8(quoted(new String(value, StandardCharsets.UTF_8))));
        json.writeBytes(utf8("},\"video_metadata\":{\"frame_id\":" + number + "}}"));
        return json.toByteArray();
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isJson(byte[] value) {
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            // the protocol allows plain text as well
            return false;
        }
    }
}
