package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value of what a person wrote, with its place, for messages. An absent one has its default. What is wrong is an
 * {@link IllegalArgumentException} that names the place.
 */
public final class PlacedJson {

    private static final int MOST_SHOWN = 60;
    /** Longer ones are meant for something else. */
    private static final int MOST_TEXT = 200;
    private static final double MOST_SECONDS = 31_536_000;

    private final String prefix;
    private final String place;
    private final JsonNode value;

    /**
     * @param prefix of messages, before the place: {@code Rules of object events, }
     * @param place of the value in it; empty: the whole
     */
    public PlacedJson(String prefix, String place, JsonNode value) {
        this.prefix = prefix;
        this.place = place;
        this.value = value;
    }

    public IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(prefix + (place.isEmpty() ? "the whole" : place) + ": " + what);
    }

    private boolean absent() {
        return value.isMissingNode() || value.isNull();
    }

    public PlacedJson at(String name) {
        return new PlacedJson(prefix, place.isEmpty() ? name : place + "." + name, value.path(name));
    }

    /** An object or absent, with these names at most. */
    public void object(String... names) {
        if (absent()) {
            return;
        }
        if (!value.isObject()) {
            throw wrong("is an object with " + String.join(", ", names) + ", not " + this);
        }
        value.fieldNames().forEachRemaining(name -> {
            if (!Arrays.asList(names).contains(name)) {
                throw at(name).wrong("is not known; there are " + String.join(", ", names));
            }
        });
    }

    /** An object's values by name. */
    public Map<String, PlacedJson> fields(int most) {
        Map<String, PlacedJson> fields = new LinkedHashMap<>();
        if (!absent()) {
            if (!value.isObject() || value.size() > most) {
                throw wrong("is an object with at most " + most + " names, not " + this);
            }
            value.fieldNames().forEachRemaining(name -> fields.put(name, at(name)));
        }
        return fields;
    }

    public List<PlacedJson> list(int most) {
        if (!absent() && !value.isArray()) {
            throw wrong("is a list, not " + this);
        }
        if (value.size() > most) {
            throw wrong("has at most " + most + " entries, not " + value.size());
        }
        List<PlacedJson> list = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            list.add(new PlacedJson(prefix, place + "[" + i + "]", value.get(i)));
        }
        return list;
    }

    public boolean isList() {
        return value.isArray();
    }

    /** A list, or a single value in place of one. */
    public List<PlacedJson> listOrOne(int most) {
        return absent() || value.isArray() ? list(most) : List.of(this);
    }

    public Set<String> texts(int most) {
        Set<String> texts = new LinkedHashSet<>();
        listOrOne(most).forEach(node -> texts.add(node.text()));
        return Set.copyOf(texts);
    }

    public String text() {
        if (!value.isTextual() || value.textValue().isBlank() || value.textValue().length() > MOST_TEXT) {
            throw wrong("is a text of 1 to " + MOST_TEXT + " characters, not " + this);
        }
        return value.textValue();
    }

    /** One of these words. @param usual null: there must be one */
    public String choice(String usual, String... words) {
        if (absent() && usual != null) {
            return usual;
        }
        if (!value.isTextual() || !Arrays.asList(words).contains(value.textValue())) {
            throw wrong("is one of " + String.join(", ", words) + ", not " + this);
        }
        return value.textValue();
    }

    public boolean bool(boolean usual) {
        if (!absent() && !value.isBoolean()) {
            throw wrong("is true or false, not " + this);
        }
        return absent() ? usual : value.booleanValue();
    }

    /** @param usual null: there must be one */
    public double number(Double usual, double least, double most) {
        if (absent() && usual != null) {
            return usual;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw wrong("is a number from " + plain(least) + " to " + plain(most) + ", not " + this);
        }
        return value.doubleValue();
    }

    /** A number that must be there. */
    public double atLeast(double least) {
        if (!value.isNumber() || !(value.doubleValue() >= least && Double.isFinite(value.doubleValue()))) {
            throw wrong("is a number of at least " + plain(least) + ", not " + this);
        }
        return value.doubleValue();
    }

    public double number(int usual, double least, double most) {
        return number((Double) (double) usual, least, most);
    }

    public long whole(int usual, int least, int most) {
        double number = number(usual, least, most);
        if (number != Math.rint(number)) {
            throw wrong("is a whole number, not " + this);
        }
        return (long) number;
    }

    /** Seconds, or a text as in ISO-8601. @param usual null: there must be one */
    public Duration duration(Duration usual) {
        if (absent() && usual != null) {
            return usual;
        }
        if (value.isNumber()) {
            return Duration.ofNanos(Math.round(number(null, 0, MOST_SECONDS) * 1e9));
        }
        try {
            Duration duration = Duration.parse(value.asText());
            if (!duration.isNegative() && duration.toSeconds() <= MOST_SECONDS) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw wrong("is a time in seconds, or as in PT1M30S, not " + this);
        }
        throw wrong("is a time from 0 to a year, not " + this);
    }

    public static String seconds(Duration duration) {
        return plain(duration.toNanos() / 1e9) + " s";
    }

    public static String[] names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    /** As it was written, shortened. */
    @Override
    public String toString() {
        String text = absent() ? "absent" : value.toString();
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    }
}
