package io.github.camelvision.roboflow.webrtc.core.capture.network;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of a camera, stream or video as people write it. User name and password may be percent-encoded, or hold {@code @ : / ? # %} as
 * they are. Without credentials in its text form.
 *
 * @param scheme in lower case
 * @param user decoded; null: none
 * @param password decoded; null: none
 * @param host name or address, an IPv6 address in brackets
 * @param port -1: the scheme's own
 * @param rest path, query and fragment, of valid characters; may be empty
 */
public record CameraUrl(String scheme, String user, String password, String host, int port, String rest) {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://(.+)", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[\\w.%-]+)?]|[^\\s:/?#@\\[\\]%\\\\|<>\"{}^`]+)"
            + "(?::(\\d{0,5}))?");
    private static final Pattern ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final String UNRESERVED = "-._~";
    /** What may stand in a path, a query or a fragment, beside letters, digits and {@code %}. */
    private static final String ALLOWED = UNRESERVED + "!$&'()*+,;=:@/?#[]%";
    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException whose message says what is wrong and quotes nothing */
    public static CameraUrl parse(String text) {
        Matcher matcher = SCHEME.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not a URL: it needs a scheme, as rtsp://host/path");
        }
        String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
        String tail = matcher.group(2);
        int end = end(tail, 0);
        // a server is never told what follows a #, so that one before an @ is part of a password
        if (end == tail.length() || tail.charAt(end) != '#' || tail.indexOf('@', end) < 0) {
            CameraUrl plain = split(scheme, tail, end);
            if (plain != null) {
                return plain;
            }
        }
        // no host stands before the first of / ? # : then it belongs to the password
        for (int at = tail.indexOf('@', end); at >= 0; at = tail.indexOf('@', at + 1)) {
            CameraUrl lenient = split(scheme, tail, end(tail, at));
            if (lenient != null) {
                return lenient;
            }
        }
        throw new IllegalArgumentException("names no valid host");
    }

    private static int end(String tail, int from) {
        int end = from;
        while (end < tail.length() && "/?#".indexOf(tail.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** @param end of user info, host and port. @return null when there is no host */
    private static CameraUrl split(String scheme, String tail, int end) {
        int at = tail.lastIndexOf('@', end - 1);
        Matcher host = HOST.matcher(tail.substring(at + 1, end));
        if (!host.matches()) {
            return null;
        }
        int port = host.group(2) == null || host.group(2).isEmpty() ? -1 : Integer.parseInt(host.group(2));
        if (port > MAX_PORT) {
            return null;
        }
        String userInfo = at < 0 ? null : tail.substring(0, at);
        int colon = at < 0 ? -1 : userInfo.indexOf(':');
        String user = at < 0 ? null : decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        return new CameraUrl(scheme, user, colon < 0 ? null : decode(userInfo.substring(colon + 1)), host.group(1), port,
                valid(tail.substring(end)));
    }

    /** A percent sign that begins no escape stands for itself; so do escapes that are no UTF-8. */
    private static String decode(String text) {
        String decoded = URLDecoder.decode(ESCAPE.matcher(text.replace("+", "%2B")).replaceAll("%25"), StandardCharsets.UTF_8);
        return decoded.indexOf('\uFFFD') < 0 ? decoded : text;
    }

    private static String valid(String rest) {
        return escape(ESCAPE.matcher(rest).replaceAll("%25"), ALLOWED);
    }

    private static String escape(String text, String allowed) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || allowed.indexOf(c) >= 0;
            if (plain) {
                escaped.append((char) c);
                return;
            }
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                escaped.append(String.format("%%%02X", b));
            }
        });
        return escaped.toString();
    }

    /** The whole URL with user name and password percent-encoded: what FFmpeg and other servers read rightly. */
    public String full() {
        String userInfo = user == null ? "" : escape(user, UNRESERVED) + (password == null ? "" : ":" + escape(password, UNRESERVED)) + "@";
        return scheme + "://" + userInfo + authority() + rest;
    }

    /** The URL that a HTTP client asks for: without user name and password, and a # is part of the path. */
    public URI uri() {
        return URI.create(scheme + "://" + authority() + rest.replace("#", "%23"));
    }

    private String authority() {
        return host + (port < 0 ? "" : ":" + port);
    }

    /** Without user name, password and parameters. */
    @Override
    public String toString() {
        return scheme + "://" + authority() + rest.substring(0, end(rest.replace('/', '_'), 0));
    }
}
