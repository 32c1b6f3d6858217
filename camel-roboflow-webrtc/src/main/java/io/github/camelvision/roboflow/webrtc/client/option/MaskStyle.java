package io.github.camelvision.roboflow.webrtc.client.option;

/** What becomes of masked areas. */
public enum MaskStyle {
    /** Black. */
    fill,
    /** Coarse blocks of their own colours. */
    blur
}
