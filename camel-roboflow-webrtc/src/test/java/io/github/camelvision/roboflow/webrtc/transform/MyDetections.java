package io.github.camelvision.roboflow.webrtc.transform;

import java.util.List;

// tag::pojo[]
/** What this application wants of the output {@code predictions}; other properties are left out. */
public record MyDetections(List<Box> predictions) {

    public record Box(double x, double y, String detection_id) {}
}
// end::pojo[]
