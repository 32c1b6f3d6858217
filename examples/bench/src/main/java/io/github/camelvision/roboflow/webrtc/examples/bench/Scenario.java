package io.github.camelvision.roboflow.webrtc.examples.bench;

/** A way of a file through worker and client. The first is what the others are compared with. */
enum Scenario {

    /** Predictions only. */
    DATA("predictions", "dataOutput=predictions&dataField=predictions"),
    /** The same without waiting for the route: what acknowledgement on completion costs. */
    RECEIVED("predictions, acknowledged on receipt", "dataOutput=predictions&dataField=predictions&acknowledge=received"),
    /** Each result with its frame as JPEG. */
    IMAGES("predictions and frames in the data channel", "dataOutput=predictions,image"),
    /** Frames as video, results as data, brought together. */
    TRACK("predictions paired with frames of the video track",
            "dataOutput=predictions&streamOutput=image&frameDelivery=track&emit=paired"),
    /** The same, without the way back of the acknowledgement for each frame. */
    TRACK_RECEIVED("the same, acknowledged on receipt",
            "dataOutput=predictions&streamOutput=image&frameDelivery=track&emit=paired&acknowledge=received");

    final String title;
    final String options;

    Scenario(String title, String options) {
        this.title = title;
        this.options = options;
    }
}
