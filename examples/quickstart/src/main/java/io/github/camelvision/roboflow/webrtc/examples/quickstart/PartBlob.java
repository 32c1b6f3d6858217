package io.github.camelvision.roboflow.webrtc.examples.quickstart;

/**
 * The pixels of one part in a frame: those that have {@code label} in {@link PartMap#labels()}.
 *
 * @param x left edge of the pixels' box
 * @param y top edge of the pixels' box
 * @param area number of pixels
 */
record PartBlob(int label, PartColor color, int x, int y, int width, int height, int area) {}
