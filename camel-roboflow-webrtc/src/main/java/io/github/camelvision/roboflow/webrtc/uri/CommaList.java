package io.github.camelvision.roboflow.webrtc.uri;

import java.util.Arrays;
import java.util.List;

/** Names in one option or header, separated by commas; a comma that belongs to a name has a backslash before it. */
public final class CommaList {

    private static final String SEPARATOR = "(?<!\\\\),";

    private CommaList() {}

    /** Without blanks around names, and without empty ones; empty for null. */
    public static List<String> of(String commas) {
        return commas == null ? List.of() : Arrays.stream(commas.split(SEPARATOR)).map(name -> name.strip().replace("\\,", ","))
                .filter(name -> !name.isEmpty()).toList();
    }
}
