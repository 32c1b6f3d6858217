package io.github.camelvision.roboflow.webrtc.core.signalling;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Argument checks whose messages name the option, and copies that allow null values (JSON null). */
public final class Checks {

    private Checks() {}

    public static String text(String option, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The option " + option + " must not be empty");
        }
        return value;
    }

    static Map<String, Object> copy(Map<String, ?> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** A copy; null stays null, since the protocol tells null and empty apart. */
    static List<String> copyOrNull(List<String> list) {
        return list == null ? null : Collections.unmodifiableList(new ArrayList<>(list));
    }

    /** The names only: values may be secrets. */
    static String names(Map<String, ?> parameters) {
        return parameters.isEmpty() ? "" : " with parameters " + parameters.keySet();
    }
}
