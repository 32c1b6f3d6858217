package io.github.camelvision.roboflow.webrtc.uri;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One {@code name=value} of an endpoint's URI, as it was written.
 *
 * @param name decoded
 * @param text what stands behind the equals sign, without the RAW token
 * @param raw  whether it stood in one
 * @param whole all of it, to be put together again
 */
record UriPair(String name, String text, boolean raw, String whole) {

    private static final Pattern STRAY_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

    /** A value ends at the next ampersand; one in RAW() or RAW{} where its bracket is followed by one, or by nothing, as in Camel. */
    static List<UriPair> split(String query) {
        List<UriPair> pairs = new ArrayList<>();
        if (query.isEmpty()) {
            return pairs;
        }
        int start = 0;
        while (start <= query.length()) {
            int end = end(query, start);
            pairs.add(of(query.substring(start, end)));
            start = end + 1;
        }
        return pairs;
    }

    private static int end(String query, int start) {
        int ampersand = query.indexOf('&', start);
        int equals = query.indexOf('=', start);
        if (equals >= 0 && (ampersand < 0 || equals < ampersand)) {
            String close = query.startsWith("RAW(", equals + 1) ? ")" : query.startsWith("RAW{", equals + 1) ? "}" : null;
            if (close != null) {
                int end = query.indexOf(close + "&", equals);
                return end < 0 ? query.length() : end + 1;
            }
        }
        return ampersand < 0 ? query.length() : ampersand;
    }

    private static UriPair of(String whole) {
        int equals = whole.indexOf('=');
        String name = decode(equals < 0 ? whole : whole.substring(0, equals)).trim();
        String value = equals < 0 ? "" : whole.substring(equals + 1);
        boolean raw = value.startsWith("RAW(") && value.endsWith(")") || value.startsWith("RAW{") && value.endsWith("}");
        return new UriPair(name, raw ? value.substring(4, value.length() - 1) : value, raw, whole);
    }

    /** Names are compared like this: Camel takes source-uri and sourceuri for sourceUri. */
    static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** Percent-decoded as UTF-8; a percent sign that begins no escape stands for itself, and so does a plus. */
    static String unescape(String text) {
        return decode(text.replace("+", "%2B"));
    }

    /** As {@link #unescape}, with a plus for a space, as Camel does it. */
    static String decode(String text) {
        return URLDecoder.decode(STRAY_PERCENT.matcher(text).replaceAll("%25"), StandardCharsets.UTF_8);
    }
}
