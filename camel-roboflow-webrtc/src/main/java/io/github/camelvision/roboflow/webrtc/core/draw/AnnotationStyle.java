package io.github.camelvision.roboflow.webrtc.core.draw;

/**
 * What the {@link Annotator} draws.
 *
 * @param boxes rectangles around objects
 * @param labels class, confidence and tracker's number
 * @param masks outlines and pixels of objects
 * @param keypoints named points
 */
public record AnnotationStyle(boolean boxes, boolean labels, boolean masks, boolean keypoints) {

    /** Everything there is. */
    public static final AnnotationStyle ALL = new AnnotationStyle(true, true, true, true);
}
