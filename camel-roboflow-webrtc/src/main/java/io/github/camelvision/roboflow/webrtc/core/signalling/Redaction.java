package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes secrets out of text that goes to logs, exceptions or {@code toString}. */
public final class Redaction {

    /** What stands where a secret stood. */
    public static final String MASK = "***";

    /** A shorter secret is left out only where it is a word of its own, lest ordinary words go. */
    private static final int LONG_SECRET = 12;
    /** What is shorter hides nothing. */
    private static final int SHORTEST_SECRET = 3;

    // Passwords may hold an unescaped @ or :, so everything up to the last @ before the path goes. Cameras' passwords even hold / ? and #:
    // then what follows the first colon is no port number, and everything up to the last @ of the URL goes.
    private static final Pattern USER_INFO = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,20}://)"
            + "((?:[^\\s/?#:@\\[]+:(?!\\d{1,5}(?:[/?\\s]|$))[^\\s\"'<>]*|[^\\s/?#\"'<>]*))@");

    private static final String SECRET_NAME = "[\\w.-]*(?:key|token|pass|pwd|psw|secret|credential|signature|auth|jaas)[\\w.-]*"
            + "|sig|sas|pw|pas|[\\w-]*pas|p|usr|user|username|login|loginuse|x-amz-[a-z-]+|x-goog-[a-z-]+";
    // some recorders want user name and password in the path
    private static final Pattern SECRET_PARAMETER = Pattern.compile("((?:[?&;]|(?<=[^/:]/))(?:" + SECRET_NAME + ")=)([^&;#\\s\"'<>]*)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern SECRET_WORD = Pattern.compile(SECRET_NAME, Pattern.CASE_INSENSITIVE);

    private Redaction() {}

    /** The URL without user info and without the values of query parameters that are named like secrets; null stays null. */
    public static String url(String url) {
        if (url == null) {
            return null;
        }
        String masked = USER_INFO.matcher(url).replaceAll("$1" + MASK + "@");
        return SECRET_PARAMETER.matcher(masked).replaceAll("$1" + MASK);
    }

    /** As {@link #url}, for what stands alone and may lack its scheme: what precedes the last @ goes, too. */
    public static String address(String value) {
        return value.contains("://") || value.indexOf('@') < 0 ? url(value) : url(MASK + value.substring(value.lastIndexOf('@')));
    }

    /** The secrets that {@link #address} leaves out, as they stand and decoded. */
    public static Set<String> parts(String value) {
        Set<String> secrets = new LinkedHashSet<>();
        Matcher userInfo = USER_INFO.matcher(value);
        while (userInfo.find()) {
            addUserInfo(secrets, userInfo.group(2));
        }
        if (!value.contains("://") && value.indexOf('@') >= 0) {
            addUserInfo(secrets, value.substring(0, value.lastIndexOf('@')));
        }
        Matcher parameter = SECRET_PARAMETER.matcher(value);
        while (parameter.find()) {
            add(secrets, parameter.group(2));
        }
        return secrets;
    }

    private static void addUserInfo(Set<String> secrets, String userInfo) {
        add(secrets, userInfo);
        add(secrets, userInfo.substring(userInfo.indexOf(':') + 1));
    }

    private static void add(Set<String> secrets, String secret) {
        secrets.add(secret);
        secrets.add(URLDecoder.decode(STRAY_PERCENT.matcher(secret.replace("+", "%2B")).replaceAll("%25"), StandardCharsets.UTF_8));
    }

    /** Whether a value of this name is kept secret. */
    public static boolean isSecretName(String name) {
        return SECRET_WORD.matcher(name).matches();
    }

    /**
     * The text without the given secrets (also in URL-encoded form; null, blank and very short ones are skipped) and with every URL in it
     * redacted as by {@link #url}; null stays null.
     */
    public static String text(String text, String... secrets) {
        if (text == null) {
            return null;
        }
        String clean = text;
        for (String secret : secrets) {
            if (secret != null && secret.strip().length() >= SHORTEST_SECRET) {
                clean = without(clean, secret);
                clean = without(clean, URLEncoder.encode(secret, StandardCharsets.UTF_8));
            }
        }
        return url(clean);
    }

    private static String without(String text, String secret) {
        if (secret.length() >= LONG_SECRET) {
            return text.replace(secret, MASK);
        }
        // \b demands a word's end only where the secret begins or ends with a letter
        String start = Character.isLetterOrDigit(secret.charAt(0)) ? "\\b" : "";
        String end = Character.isLetterOrDigit(secret.charAt(secret.length() - 1)) ? "\\b" : "";
        return Pattern.compile(start + Pattern.quote(secret) + end).matcher(text).replaceAll(MASK);
    }
}
