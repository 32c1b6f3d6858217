package io.github.camelvision.roboflow.webrtc.testkit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.JavaImages;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;

/**
 * A recording is text in UTF-8, a line for each item:
 *
 * <pre>
 * {"recording":1}
 * {"at":0,"event":{"type":"connected",…}}
 * {"at":41,"session":"id","frame":{"width":640,"height":480,"pts":3000,"jpeg":"…"},"result":…the server's message as received…}
 * </pre>
 *
 * {@code at} is milliseconds since the recording began. {@code image} names the output that is an image. A frame without {@code jpeg}
 * is a grey one.
 */
final class RecordingFormat {

    static final byte[] HEADER = "{\"recording\":1}\n".getBytes(StandardCharsets.US_ASCII);
    /** Of a line: a message of a server and an image fit many times. */
    static final int MOST_BYTES = 256 << 20;

    private static final int JPEG_QUALITY = 95;
    private static final byte GREY = (byte) 128;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(MOST_BYTES).build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    private static final ObjectMapper JSON = new ObjectMapper(FACTORY);

    private RecordingFormat() {}

    /** One line, with its end. */
    static byte[] line(RecordedItem item) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        text(line, "{\"at\":" + item.at().toMillis());
        if (item.sessionId() != null) {
            text(line, ",\"session\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(item.sessionId())) + "\"");
        }
        if (item.imageField() != null) {
            text(line, ",\"image\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(item.imageField())) + "\"");
        }
        if (item.frame() != null) {
            text(line, ",\"frame\":" + written(item.frame()));
        }
        if (item.event() != null) {
            text(line, ",\"event\":");
            raw(line, item.event());
        }
        if (item.result() != null) {
            text(line, ",\"result\":");
            raw(line, item.result().json());
        }
        text(line, "}\n");
        return line.toByteArray();
    }

    private static ObjectNode written(Frame frame) {
        ObjectNode json = JSON.createObjectNode().put("width", frame.width()).put("height", frame.height());
        if (frame.pts() != Frame.NO_PTS) {
            json.put("pts", frame.pts());
        }
        if (!isGrey(frame)) {
            json.put("jpeg", Base64.getEncoder().encodeToString(JavaImages.encodeJpeg(frame, JPEG_QUALITY)));
        }
        return json;
    }

    private static void text(ByteArrayOutputStream line, String text) {
        line.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A line break between the values of a JSON text means no more than a space; inside of a string there is none. */
    private static void raw(ByteArrayOutputStream line, byte[] json) {
        for (byte each : json) {
            line.write(each == '\n' || each == '\r' ? ' ' : each);
        }
    }

    /**
     * Reads a line.
     *
     * @param where the file and the line's number, for messages
     * @return null for a header
     */
    static RecordedItem read(byte[] line, String where) {
        try (JsonParser parser = FACTORY.createParser(line)) {
            return read(parser, line, where);
        } catch (IOException | RuntimeException e) { // values of the wrong kind, too
            throw new RoboflowWebrtcException("The recording " + where + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static RecordedItem read(JsonParser parser, byte[] line, String where) throws IOException {
        Duration at = Duration.ZERO;
        String session = null;
        String image = null;
        Frame frame = null;
        byte[] event = null;
        InferenceResult result = null;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("it is no JSON object; a recording is made with the option recordDirectory");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "at" -> at = Duration.ofMillis(parser.getLongValue());
                case "session" -> session = parser.getText();
                case "image" -> image = parser.getText();
                case "frame" -> frame = frame(JSON.readTree(parser));
                case "event" -> event = value(parser, line);
                case "result" -> result = InferenceResult.parse(value(parser, line));
                case "recording" -> checkVersion(parser.getIntValue());
                default -> throw new IOException("it has the unknown field " + name);
            }
        }
        boolean header = result == null && frame == null && event == null;
        return header ? null : new RecordedItem(at, session, result, frame, image, event);
    }

    private static void checkVersion(int version) throws IOException {
        if (version != 1) {
            throw new IOException("it is of version " + version + ", which a newer release of this library reads");
        }
    }

    /** The bytes of the current value as they stand. */
    private static byte[] value(JsonParser parser, byte[] line) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(line, from, (int) parser.currentLocation().getByteOffset());
    }

    private static Frame frame(JsonNode json) {
        long pts = json.path("pts").asLong(Frame.NO_PTS);
        String jpeg = json.path("jpeg").textValue();
        if (jpeg != null) {
            return JavaImages.decode(Base64.getDecoder().decode(jpeg)).withPts(pts);
        }
        int width = json.path("width").intValue();
        int height = json.path("height").intValue();
        if (width < 1 || height < 1 || (long) width * height > MOST_BYTES) {
            throw new IllegalArgumentException("its frame has no size: width " + width + ", height " + height);
        }
        return grey(width, height, pts);
    }

    static Frame grey(int width, int height, long pts) {
        byte[] i420 = new byte[Frame.sizeOf(width, height)];
        Arrays.fill(i420, GREY);
        return Frame.ofI420(width, height, i420, pts);
    }

    private static boolean isGrey(Frame frame) {
        for (byte sample : frame.i420()) {
            if (sample != GREY) {
                return false;
            }
        }
        return true;
    }
}
