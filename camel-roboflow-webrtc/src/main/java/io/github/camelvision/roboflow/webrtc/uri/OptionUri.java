package io.github.camelvision.roboflow.webrtc.uri;

import static java.util.stream.Collectors.joining;

import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.StringHelper;

/**
 * An endpoint's URI as its author wrote it, and what of it may be shown.
 *
 * <p>Camel would split the URL of a camera, {@code sourceUri=rtsp://cam/live?channel=1&subtype=1}, at its ampersand, and decode what is
 * percent-encoded in it. Here a URL is taken as it stands: what follows it belongs to it as long as it is no option of the endpoint. A URL
 * that is percent-encoded as a whole is decoded once; one in {@code RAW()} is taken as it stands.
 */
public final class OptionUri {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);
    /** Camel escapes percent signs in RAW where it builds a URI: of YAML's parameters, or to put it in order. */
    private static final Pattern ESCAPED_RAW = Pattern.compile("(?:[^%]|%25)*", Pattern.DOTALL);
    /** Camel writes two slashes into a URI that it has put in order, as for toD and recipientList. */
    private static final Pattern NORMALIZED = Pattern.compile("[a-z-]+://.*", Pattern.DOTALL);

    private final OptionNames names;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final ShownOptions shown;

    private OptionUri(OptionNames names, ShownOptions shown) {
        this.names = names;
        this.shown = shown;
    }

    /**
     * @param uri of the endpoint, after property placeholders were resolved
     * @throws EndpointException when an option is given twice
     */
    public static OptionUri parse(String uri, OptionNames names) {
        int question = uri.indexOf('?');
        OptionUri result = new OptionUri(names, new ShownOptions(question < 0 ? uri : uri.substring(0, question), names));
        if (question < 0) {
            return result;
        }
        boolean normalized = NORMALIZED.matcher(uri).matches();
        List<UriPair> pairs = result.withWholeUrl(UriPair.split(uri.substring(question + 1)), normalized);
        List<String> twice = new ArrayList<>();
        for (UriPair pair : pairs) {
            Object value = result.value(pair);
            result.shown.add(pair.name(), value.toString());
            if (result.values.put(pair.name(), value) != null) {
                twice.add(pair.name());
            }
        }
        if (!twice.isEmpty()) {
            throw new EndpointException(result.shown(), "The option " + String.join(", ", twice) + " is given twice."
                    + cure(result.shown(), names), null);
        }
        return result;
    }

    /** Puts the parameters of a URL that stands unquoted back behind it. */
    private List<UriPair> withWholeUrl(List<UriPair> pairs, boolean normalized) {
        int url = 0;
        while (url < pairs.size() && !(names.isUrl(pairs.get(url).name()) && takesMore(pairs.get(url)))) {
            url++;
        }
        if (url == pairs.size()) {
            return pairs;
        }
        UriPair first = pairs.get(url);
        // Camel has put the options in order where it has encoded them
        boolean anywhere = normalized || !URL.matcher(first.text()).matches();
        List<UriPair> options = new ArrayList<>();
        StringBuilder more = new StringBuilder();
        boolean follows = false;
        for (int i = 0; i < pairs.size(); i++) {
            UriPair pair = pairs.get(i);
            follows = i == url || follows && !names.isOption(pair.name());
            if (i != url && (follows || anywhere) && names.isForeign(pair.name())) {
                more.append('&').append(pair.whole());
            } else if (i != url) {
                options.add(pair);
            }
        }
        options.add(new UriPair(first.name(), first.text() + more, false, first.whole()));
        return options;
    }

    /** Whether it can have parameters; some cameras want them in the path. */
    private static boolean takesMore(UriPair pair) {
        String text = UriPair.unescape(pair.text());
        return !pair.raw() && URL.matcher(text).matches() && (text.contains("?") || text.contains("="));
    }

    private Object value(UriPair pair) {
        if (pair.raw()) {
            return ESCAPED_RAW.matcher(pair.text()).matches() ? pair.text().replace("%25", "%") : pair.text();
        }
        if (!names.isUrl(pair.name())) {
            return UriPair.decode(pair.text());
        }
        return URL.matcher(pair.text()).matches() ? pair.text() : UriPair.unescape(pair.text());
    }

    /** A part of the path, which Camel leaves encoded. */
    public static String path(String remaining) {
        return remaining == null ? null : UriPair.unescape(remaining);
    }

    /** The names of the options in a URI that may be shown, as they were written. */
    public static List<String> namesIn(String shown) {
        int question = shown.indexOf('?');
        return question < 0 ? List.of() : UriPair.split(shown.substring(question + 1)).stream().map(UriPair::name).toList();
    }

    /** What makes an endpoint of a URI and the values of its options: Camel's own component. */
    @FunctionalInterface
    public interface Creator {
        Endpoint create(String uri, Map<String, Object> values) throws Exception;
    }

    /**
     * Makes the endpoint. Camel sees the URI that may be shown, and the values beside it, so that its messages and logs tell no secret.
     *
     * @param properties further options, as Camel gives them; may be null
     */
    public Endpoint create(Map<String, Object> properties, Creator creator) throws Exception {
        if (properties != null) {
            if (values.isEmpty()) {
                // Camel cannot add them to a URI without any
                properties.forEach((name, value) -> shown.add(name, value instanceof String ? (String) value : "bean"));
            }
            values.putAll(properties);
        }
        try {
            return creator.create(shown(), values.isEmpty() ? null : values);
        } catch (Exception e) {
            throw failure(e);
        }
    }

    /** The URI without anything that may be secret, for {@code toString}, logs, JMX and exceptions. */
    private String shown() {
        return shown.uri();
    }

    /**
     * @param shown URI that may be shown
     * @param unknown names of options that there are not
     */
    public static EndpointException unknown(String shown, OptionNames names, Collection<String> unknown) {
        return new EndpointException(shown, "There is no option " + String.join(", ", unknown) + names.similar(unknown) + "."
                + cure(shown, names), null);
    }

    private static String cure(String shown, OptionNames names) {
        String url = names.urlOption();
        return url == null || !shown.contains(url + "=") ? ""
                : " If it belongs to the URL in " + url + ", write that as " + url + "=RAW(...)";
    }

    /** What Camel throws, without secrets: it may quote values. */
    private EndpointException failure(Exception thrown) {
        if (thrown instanceof EndpointException known) {
            return known;
        }
        String[] secrets = shown.secrets();
        boolean clean = true;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            clean &= message.equals(Redaction.text(message, secrets));
        }
        String reason = thrown instanceof PropertyBindingException binding ? wrongValue(binding)
                : thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        String once = StringHelper.after(reason, shown() + " due to: ", reason);
        return new EndpointException(shown(), Redaction.text(once, secrets), clean ? thrown : null);
    }

    private static String wrongValue(PropertyBindingException binding) {
        TypeConversionException conversion = ObjectHelper.getException(TypeConversionException.class, binding);
        return "The option " + binding.getPropertyName() + " cannot be '" + binding.getValue() + "'"
                + (conversion == null ? "" : takes(ObjectHelper.convertPrimitiveTypeToWrapperType(conversion.getToType())));
    }

    private static String takes(Class<?> type) {
        if (type.isEnum()) {
            return ": it is one of " + Stream.of(type.getEnumConstants()).map(String::valueOf).collect(joining(", "));
        }
        if (type == Boolean.class) {
            return ": it takes true or false";
        }
        if (type == Duration.class) {
            return ": it takes a duration, for instance 500 (milliseconds), 5s or 2m";
        }
        return Number.class.isAssignableFrom(type) ? ": it takes a number" : "";
    }
}
