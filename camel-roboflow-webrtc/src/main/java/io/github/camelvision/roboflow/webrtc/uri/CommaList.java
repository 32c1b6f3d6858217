package io.github.camelvision.roboflow.webrtc.uri;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Message;

/** Names in one option or header, separated by commas; a comma that belongs to a name has a backslash before it. */
public final class CommaList {

    private static final String SEPARATOR = "(?<!\\\\),";

    private CommaList() {}

    /** Without blanks around names, and without empty ones; empty for null. */
    public static List<String> of(String commas) {
        return commas == null ? List.of() : Arrays.stream(commas.split(SEPARATOR)).map(name -> name.strip().replace("\\,", ","))
                .filter(name -> !name.isEmpty()).toList();
    }

    /**
     * Names in a message's header: text with commas, or a collection of names.
     *
     * @return null when the header is absent
     * @throws IllegalArgumentException naming the header, when it is something else
     */
    public static List<String> header(Message message, String name) {
        Object value = message.getHeader(name);
        if (value == null) {
            return null;
        }
        if (value instanceof CharSequence text) {
            return of(text.toString());
        }
        if (value instanceof Collection<?> names && names.stream().allMatch(CharSequence.class::isInstance)) {
            return names.stream().map(each -> each.toString().strip()).filter(each -> !each.isEmpty()).toList();
        }
        throw new IllegalArgumentException("The header " + name + " must be names separated by commas, or a list of names, not "
                + value.getClass().getName());
    }
}
