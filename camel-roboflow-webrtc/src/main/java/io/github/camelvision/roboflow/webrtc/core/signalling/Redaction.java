package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Takes secrets out of text that goes to logs, exceptions or {@code toString}. */
public final class Redaction {

    /** What stands where a secret stood. */
    public static final String MASK = "***";

    // Passwords may hold an unescaped @ or :, so everything up to the last @ before the path goes. Cameras' passwords even hold / ? and #:
    // then what follows the first colon is no port number, and everything up to the last @ of the URL goes.
    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,20}://)"
            + "(?:[^\\s/?#:@\\[]+:(?!\\d{1,5}(?:[/?#\\s]|$))[^\\s\"'<>]*@|[^\\s/?#\"'<>]*@)");

    private static final Pattern SECRET_PARAMETER = Pattern.compile(
            "([?&;](?:api[_-]?key|key|token|access[_-]?token|auth|authorization|password|passwd|pwd|secret|credential|signature|sig"
                    + "|x-amz-[a-z-]+|x-goog-[a-z-]+)=)[^&;#\\s\"'<>]*",
            Pattern.CASE_INSENSITIVE);

    private Redaction() {
    }

    /** The URL without user info and without the values of known secret query parameters; null stays null. */
    public static String url(String url) {
        if (url == null) {
            return null;
        }
        String masked = USER_INFO.matcher(url).replaceAll("$1" + MASK + "@");
        return SECRET_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    }

    /**
     * The text without the given secrets (also in URL-encoded form; null and blank ones are skipped) and with every URL in it redacted as
     * by {@link #url}; null stays null.
     */
    public static String text(String text, String... secrets) {
        if (text == null) {
            return null;
        }
        String clean = text;
        for (String secret : secrets) {
            if (secret != null && !secret.isBlank()) {
                clean = clean.replace(secret, MASK);
                clean = clean.replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), MASK);
            }
        }
        return url(clean);
    }
}
