package io.github.camelvision.roboflow.webrtc.client.option;

/** What becomes of predictions without their frame, and of frames without their prediction, where both are to come together. */
public enum Unpaired {
    /** Each becomes an exchange of its own: a prediction with a null body, a frame without a frame id. */
    deliver,
    /** Predictions become exchanges with a null body; frames are dropped and counted. */
    predictions,
    /** Both are dropped and counted. */
    drop
}
