package io.github.camelvision.roboflow.webrtc.core.session;

/** What a session delivers. The names are the values of the option {@code emit}. */
public enum Emit {
    /** Every message of the data channel. */
    predictions,
    /** Every frame that the server returns. */
    frames,
    /** Every frame together with the prediction made from it. */
    paired,
    /** Camel's consumer makes events of objects of the predictions; a session delivers the predictions. */
    objects
}
