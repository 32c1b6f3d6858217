package io.github.camelvision.roboflow.webrtc.fleet.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.json.JsonOrYaml;
import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the entries of a registry: {@code {"cameras": {"north": {"enabled": true, "labels": {"line": "a"}, "sourceUri": "rtsp://..."}}}}.
 * What is neither {@code enabled} nor {@code labels} is an option of {@code roboflow-webrtc:}. A bad entry is told, and left out.
 */
public final class CameraEntries {

    /** Characters of what is told of an entry. */
    private static final int MOST_NAME = 1_000;
    private static final int MOST_OPTION_NAME = 100;
    private static final int MOST_VALUE = 40;

    private final List<FleetCamera> cameras = new ArrayList<>();
    private final Map<String, String> mistakes = new TreeMap<>();

    /** Cameras of a text that lists several. @throws IllegalArgumentException when it is no such list */
    public void addAll(String text) {
        JsonNode root = JsonOrYaml.read(text, "Its cameras");
        JsonNode list = root.path("cameras");
        if (!list.isObject() || root.size() != 1) {
            throw new IllegalArgumentException("It needs one field, cameras, with an entry for each camera by name");
        }
        list.properties().forEach(entry -> add(entry.getKey(), entry.getValue()));
    }

    /** The camera that a text describes. */
    public void addOne(String name, String text) {
        try {
            add(name, JsonOrYaml.read(text, "Its options"));
        } catch (IllegalArgumentException e) {
            mistake(name, e);
        }
    }

    /** Names and words are the registry's: they go into logs. */
    private void mistake(String name, IllegalArgumentException why) {
        mistakes.put(PeerText.printable(name, MOST_NAME), PeerText.line(why.getMessage()));
    }

    private void add(String name, JsonNode entry) {
        try {
            cameras.add(camera(name, entry));
        } catch (IllegalArgumentException e) {
            mistake(name, e);
        }
    }

    private static FleetCamera camera(String name, JsonNode entry) {
        if (!entry.isObject()) {
            throw new IllegalArgumentException("its entry is a list of options by name, not " + kind(entry));
        }
        boolean enabled = true;
        Map<String, String> labels = Map.of();
        Map<String, String> options = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            JsonNode value = field.getValue();
            if (field.getKey().equals("enabled")) {
                if (!value.isBoolean()) {
                    throw new IllegalArgumentException("enabled is true or false, not " + kind(value));
                }
                enabled = value.booleanValue();
            } else if (field.getKey().equals("labels")) {
                labels = labels(value);
            } else {
                options.put(field.getKey(), text(field.getKey(), value));
            }
        }
        return new FleetCamera(name, enabled, labels, options);
    }

    private static Map<String, String> labels(JsonNode value) {
        if (!value.isObject()) {
            throw new IllegalArgumentException("labels are texts by name, not " + kind(value));
        }
        Map<String, String> labels = new TreeMap<>();
        value.properties().forEach(label -> labels.put(label.getKey(), text("labels." + label.getKey(), label.getValue())));
        return labels;
    }

    private static String text(String name, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            throw new IllegalArgumentException(
                    PeerText.line(name, MOST_OPTION_NAME) + " is a text, a number, or true or false, not " + kind(value));
        }
        return value.asText();
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case NULL -> "nothing";
            case STRING -> "a text";
            default -> PeerText.line(value.asText(), MOST_VALUE);
        };
    }

    /** Those that can be read. */
    public List<FleetCamera> cameras() {
        return cameras;
    }

    /** What is wrong with the others, by name. */
    public Map<String, String> mistakes() {
        return mistakes;
    }
}
