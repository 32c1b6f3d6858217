package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.MaskStyle;
import io.github.camelvision.roboflow.webrtc.core.draw.MaskedAreas;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The option {@code maskAreas}: what is hidden of frames before anything sees them. */
public final class MaskOption {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOX = 4;
    private static final int LEAST_CORNERS = 3;

    private MaskOption() {}

    /** @throws IllegalArgumentException which names the place of a mistake */
    public static UnaryOperator<Frame> of(RoboflowWebrtcConfiguration options) {
        String text = options.getMaskAreas();
        if (text == null) {
            return UnaryOperator.identity();
        }
        if (options.getSource().readByServer()) {
            throw new IllegalArgumentException("maskAreas hides areas before frames are sent, but with source=" + options.getSource()
                    + " the server has them all: capture the camera here with source=stream, or leave maskAreas out");
        }
        List<List<MaskedAreas.Corner>> areas = areas(text);
        boolean relative = areas.stream().flatMap(List::stream).allMatch(corner -> corner.x() <= 1 && corner.y() <= 1);
        return new MaskedAreas(areas, relative, options.getMaskStyle() == MaskStyle.blur);
    }

    private static List<List<MaskedAreas.Corner>> areas(String text) {
        JsonNode list;
        try {
            list = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The option maskAreas is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!list.isArray() || list.isEmpty()) {
            throw wrong("", "it is a list of areas, for instance [[0.1, 0.1, 0.4, 0.3]]");
        }
        List<List<MaskedAreas.Corner>> areas = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            areas.add(area("[" + i + "]", list.get(i)));
        }
        return areas;
    }

    private static List<MaskedAreas.Corner> area(String place, JsonNode area) {
        if (area.size() == BOX && area.path(0).isNumber()) {
            double left = number(place + "[0]", area.get(0));
            double top = number(place + "[1]", area.get(1));
            double right = number(place + "[2]", area.get(2));
            double bottom = number(place + "[3]", area.get(3));
            if (left >= right || top >= bottom) {
                throw wrong(place, "a box is [left, top, right, bottom], the smaller first");
            }
            return List.of(new MaskedAreas.Corner(left, top), new MaskedAreas.Corner(right, top), new MaskedAreas.Corner(right, bottom),
                    new MaskedAreas.Corner(left, bottom));
        }
        if (!area.isArray() || area.size() < LEAST_CORNERS) {
            throw wrong(place, "an area is a box [left, top, right, bottom], or at least 3 corners [x, y]");
        }
        List<MaskedAreas.Corner> corners = new ArrayList<>();
        for (int i = 0; i < area.size(); i++) {
            JsonNode corner = area.get(i);
            if (corner.size() != 2) {
                throw wrong(place + "[" + i + "]", "a corner is [x, y]");
            }
            corners.add(new MaskedAreas.Corner(number(place + "[" + i + "][0]", corner.get(0)),
                    number(place + "[" + i + "][1]", corner.get(1))));
        }
        return corners;
    }

    private static double number(String place, JsonNode value) {
        if (!value.isNumber() || value.asDouble() < 0 || !Double.isFinite(value.asDouble())) {
            throw wrong(place, "it is a number of at least 0, not " + value);
        }
        return value.asDouble();
    }

    private static IllegalArgumentException wrong(String place, String what) {
        return new IllegalArgumentException("The option maskAreas" + place + ": " + what);
    }
}
