package io.github.camelvision.roboflow.webrtc.client.internal.factory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.MaskStyle;
import io.github.camelvision.roboflow.webrtc.core.draw.MaskedAreas;
import io.github.camelvision.roboflow.webrtc.core.json.PlacedJson;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import java.util.List;
import java.util.function.UnaryOperator;

/** The option {@code maskAreas}: what is hidden of frames before anything sees them. */
public final class MaskOption {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOX = 4;
    private static final int LEAST_CORNERS = 3;
    private static final int MOST = 1_000;
    private static final String AREA = "is a box [left, top, right, bottom], or at least 3 corners [x, y]";

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
        PlacedJson option = new PlacedJson("The option ", "maskAreas", list);
        if (!list.isArray() || list.isEmpty()) {
            throw option.wrong("is a list of areas, for instance [[0.1, 0.1, 0.4, 0.3]]");
        }
        return option.list(MOST).stream().map(MaskOption::area).toList();
    }

    private static List<MaskedAreas.Corner> area(PlacedJson area) {
        if (!area.isList()) {
            throw area.wrong(AREA);
        }
        List<PlacedJson> parts = area.list(MOST);
        if (parts.size() == BOX && !parts.get(0).isList()) {
            return box(area, parts.stream().mapToDouble(part -> part.atLeast(0)).toArray());
        }
        if (parts.size() < LEAST_CORNERS) {
            throw area.wrong(AREA);
        }
        return parts.stream().map(MaskOption::corner).toList();
    }

    private static List<MaskedAreas.Corner> box(PlacedJson area, double[] sides) {
        double left = sides[0];
        double top = sides[1];
        double right = sides[2];
        double bottom = sides[3];
        if (left >= right || top >= bottom) {
            throw area.wrong("is a box [left, top, right, bottom], the smaller first");
        }
        return List.of(new MaskedAreas.Corner(left, top), new MaskedAreas.Corner(right, top), new MaskedAreas.Corner(right, bottom),
                new MaskedAreas.Corner(left, bottom));
    }

    private static MaskedAreas.Corner corner(PlacedJson corner) {
        List<PlacedJson> numbers = corner.isList() ? corner.list(MOST) : List.of();
        if (numbers.size() != 2) {
            throw corner.wrong("is a corner [x, y], not " + corner);
        }
        return new MaskedAreas.Corner(numbers.get(0).atLeast(0), numbers.get(1).atLeast(0));
    }
}
