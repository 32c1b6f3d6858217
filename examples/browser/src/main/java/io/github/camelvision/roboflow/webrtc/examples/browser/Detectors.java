package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.examples.quickstart.PartsWorkflow;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.PeopleWorkflow;
import io.github.camelvision.roboflow.webrtc.examples.quickstart.VisionWorkflow;
import java.util.List;

/** The workflows that the page offers. */
final class Detectors {

    /**
     * @param id the workflow's id in the protocol
     * @param label what the page calls it
     * @param hint what should be in the frame
     */
    record Detector(String id, String label, String hint, VisionWorkflow workflow) {}

    static final List<Detector> ALL = List.of(
            new Detector("faces", "Faces", "People who look into the camera.", new FacesWorkflow()),
            new Detector("people", "People", "Upright people from head to foot, as from a camera above a yard.", new PeopleWorkflow()),
            new Detector("parts", "Parts on a conveyor",
                    "The quickstart's conveyor: run examples/quickstart/run.sh and choose its conveyor.mp4.", new PartsWorkflow()));

    private Detectors() {}
}
