package io.github.camelvision.roboflow.webrtc.core.draw;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds a place for each label of a frame: at its box, inside the frame, and clear of the labels before it where there is room. For one
 * frame, by one thread. All lengths are pixels.
 */
public final class LabelPlaces {

    /** Labels beyond these cover each other: so many cannot be read anyway. */
    private static final int MAX_KEPT_CLEAR = 200;

    private final int width;
    private final int height;
    private final List<Rectangle> taken = new ArrayList<>();

    /** @param width of the frame */
    public LabelPlaces(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Takes a place for a label of the given size at the box with the given edges. Above the box is the usual one. */
    public Rectangle place(int left, int top, int right, int bottom, int labelWidth, int labelHeight) {
        List<Rectangle> wanted = List.of(
                inside(left, top - labelHeight >= 0 ? top - labelHeight : top, labelWidth, labelHeight),
                inside(left, bottom, labelWidth, labelHeight),
                inside(right - labelWidth, top - labelHeight, labelWidth, labelHeight),
                inside(right - labelWidth, bottom, labelWidth, labelHeight),
                inside(left, top, labelWidth, labelHeight),
                inside(left, bottom - labelHeight, labelWidth, labelHeight));
        Rectangle place = wanted.stream().filter(each -> taken.stream().noneMatch(each::intersects)).findFirst().orElse(wanted.get(0));
        if (taken.size() < MAX_KEPT_CLEAR) {
            taken.add(place);
        }
        return place;
    }

    private Rectangle inside(int x, int y, int labelWidth, int labelHeight) {
        return new Rectangle(Math.max(0, Math.min(x, width - labelWidth)), Math.max(0, Math.min(y, height - labelHeight)),
                labelWidth, labelHeight);
    }
}
