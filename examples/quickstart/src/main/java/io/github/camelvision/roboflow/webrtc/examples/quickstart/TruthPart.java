package io.github.camelvision.roboflow.webrtc.examples.quickstart;

/**
 * What is really in the frame: a part of which at least half is visible.
 *
 * @param className circle, square, triangle
 * @param color red, yellow, green, blue
 * @param visible visible share of the part's area, 0.5..1: less when the frame's edge or another part hides some of it
 * @param x box centre in pixels; the box is the outline's, clipped to the frame
 * @param y box centre in pixels
 */
public record TruthPart(int id, String className, String color, boolean defect, double visible, double x, double y, double width,
        double height) {}
