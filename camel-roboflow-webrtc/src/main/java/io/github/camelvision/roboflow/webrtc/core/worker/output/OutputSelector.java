package io.github.camelvision.roboflow.webrtc.core.worker.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.wire.MessageBuffer;
import io.github.camelvision.roboflow.webrtc.core.wire.ServerMessage;
import io.github.camelvision.roboflow.webrtc.core.worker.SessionDialect;
import io.github.camelvision.roboflow.webrtc.core.worker.request.OutputSelection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Picks what of a frame's outputs goes to the data channel and to the video track: the table of output modes in docs/protocol.adoc#outputs.
 * One per session, since it remembers the detected stream field; its methods may run on several threads.
 */
public final class OutputSelector {

    private static final Logger LOG = LoggerFactory.getLogger(OutputSelector.class);
    private static final int MAX_ERROR_TEXT = 2000;
    private static final int MAX_NAME = 100;
    private static final ObjectMapper PLAIN = Json.plain();

    private final OutputJson json;
    private final boolean bareValues;
    private boolean detected;
    private String detectedField;

    /**
     * @param jpegQuality of images on the data channel, 1 to 100
     * @param bareValues see {@link SessionDialect#bareValues()}
     */
    public OutputSelector(int jpegQuality, boolean bareValues) {
        this.bareValues = bareValues;
        json = new OutputJson(jpegQuality);
    }

    /**
     * @param outputs of the processor; empty when it failed
     * @param task the frame that was processed: it is sent when no output is an image
     * @param errors of the processor
     * @param withVideo whether the session returns video
     */
    public SelectedOutputs select(Map<String, Object> outputs, OutputSelection selection, FrameTask task, List<String> errors,
            boolean withVideo) {
        List<String> allErrors = new ArrayList<>(errors);
        Frame video = withVideo && selection.video() ? video(outputs, selection, task.frame(), allErrors) : null;
        MessageBuffer data = data(outputs, selection, OutputImages.videoMetadata(task), allErrors);
        return new SelectedOutputs(data, video, List.copyOf(allErrors));
    }

    private Frame video(Map<String, Object> outputs, OutputSelection selection, Frame input, List<String> errors) {
        String field = selection.streamField();
        if (field == null) {
            field = detect(outputs);
        }
        // after a failed frame there is nothing to look for, and its error is told already
        if (field == null || outputs.isEmpty() && !errors.isEmpty()) {
            return input;
        }
        Object image = OutputImages.of(outputs.get(field));
        if (bareValues && image == null) {
            return anyImage(field, outputs, input, errors);
        }
        if (!outputs.containsKey(field)) {
            errors.add(notFound(field));
            return input;
        }
        if (image == null) {
            errors.add("Output '" + field + "' is not an image");
            return input;
        }
        return image(field, image, input, errors);
    }

    private static Frame anyImage(String field, Map<String, Object> outputs, Frame input, List<String> errors) {
        String other = firstImage(outputs);
        if (other == null) {
            errors.add(notFound(field) + ", nor any other image among the outputs");
            return input;
        }
        errors.add(notFound(field) + ", showing '" + other + "' instead");
        return image(other, OutputImages.of(outputs.get(other)), input, errors);
    }

    private static Frame image(String field, Object value, Frame input, List<String> errors) {
        try {
            return value instanceof Frame frame ? frame : ImageCodec.fromBufferedImage((BufferedImage) value);
        } catch (RoboflowWebrtcException | IllegalArgumentException e) {
            errors.add(field + ": " + text(e));
            return input;
        }
    }

    /** The first image of the first outputs that there are; remembered, also when there was none. */
    private synchronized String detect(Map<String, Object> outputs) {
        if (!detected && !outputs.isEmpty()) {
            detected = true;
            detectedField = firstImage(outputs);
            LOG.debug("Stream output detected: {}", PeerText.line(detectedField, MAX_NAME));
        }
        return detectedField;
    }

    private static String firstImage(Map<String, Object> outputs) {
        return outputs.entrySet().stream().filter(output -> OutputImages.of(output.getValue()) != null).map(Map.Entry::getKey).findFirst()
                .orElse(null);
    }

    private MessageBuffer data(Map<String, Object> outputs, OutputSelection selection, Map<String, Object> videoMetadata,
            List<String> errors) {
        boolean all = selection.dataMode() == OutputSelection.DataMode.ALL;
        Collection<String> fields = all ? outputs.keySet() : selection.dataOutput();
        // a failed frame has no outputs: its own error says so, one more per field would hide it
        if (fields.isEmpty() || outputs.isEmpty() && !errors.isEmpty()) {
            return null;
        }
        MessageBuffer message = bareValues ? new MessageBuffer() : ServerMessage.begin();
        char before = '{';
        try {
            for (String field : fields) {
                if (!outputs.containsKey(field)) {
                    String problem = notFound(field);
                    if (!errors.contains(problem)) {
                        errors.add(problem);
                    }
                } else if (bareValues && OutputImages.isImage(outputs.get(field))) {
                    errors.add("Output '" + field + "' is an image: use it as stream_output");
                } else if (!all || !OutputImages.isImage(outputs.get(field))) {
                    message.write(before);
                    before = ',';
                    json.write(field, null, message);
                    message.write(':');
                    value(field, outputs.get(field), videoMetadata, errors, message);
                }
            }
            message.write('}');
        } catch (IOException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
        return before == '{' ? null : message;
    }

    /** A value that cannot be written is replaced as a whole. */
    private void value(String field, Object value, Map<String, Object> videoMetadata, List<String> errors, MessageBuffer message)
            throws IOException {
        int before = message.size();
        try {
            json.write(value, videoMetadata, message);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            LOG.debug("Output {} cannot be written", PeerText.line(field, MAX_NAME), e);
            errors.add(field + ": " + text(e));
            message.truncate(before);
            message.write(PLAIN.writeValueAsBytes(Map.of("__serialization_error__", text(e))));
        }
    }

    private static String notFound(String field) {
        return "Output '" + field + "' not found";
    }

    /** One line that tells what a failure was, bounded. */
    public static String text(Throwable failure) {
        String message = failure instanceof JsonProcessingException jackson
                ? jackson.getOriginalMessage() : failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : PeerText.line(message, MAX_ERROR_TEXT);
    }
}
