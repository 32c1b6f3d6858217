package io.github.camelvision.roboflow.webrtc.core.wire;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who asks for a camera's session, where nodes share cameras: a header of the request (docs/protocol.adoc#owner). Servers that do not know
 * it ignore it.
 *
 * @param camera the same for all nodes that may have the camera, another one for other cameras; 1 to 200 printable ASCII characters
 * @param epoch how often the camera has had an owner, this one included; at least 0
 */
public record CameraOwner(String camera, long epoch) {

    public static final String HEADER = "X-Camera-Owner";

    /** {@code error_type} of an answer: the camera has a newer owner's session. */
    public static final String LOST = "CameraHasNewerOwner";

    private static final Pattern FORM = Pattern.compile("epoch=(\\d{1,18}); camera=([\\x21-\\x7e]{1,200})");

    /** @param names of the camera, and of what its epochs count for; the server learns none of them */
    public static CameraOwner of(long epoch, String... names) {
        try {
            byte[] all = String.join("\0", names).getBytes(StandardCharsets.UTF_8);
            return new CameraOwner(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all)), epoch);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** @throws ProtocolException when the header has another form */
    public static CameraOwner parse(String header) {
        Matcher parts = FORM.matcher(header);
        if (!parts.matches()) {
            throw new ProtocolException(HEADER + " is not epoch=NUMBER; camera=TEXT, the text with 1 to 200 printable ASCII characters");
        }
        return new CameraOwner(parts.group(2), Long.parseLong(parts.group(1)));
    }

    /** The value of the header. */
    public String header() {
        return "epoch=" + epoch + "; camera=" + camera;
    }
}
