package io.github.camelvision.roboflow.webrtc.core.worker.request;

import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.time.Duration;
import java.util.List;

/**
 * The body of a POST to {@code /initialise_webrtc_worker} (docs/protocol.adoc#request), read by {@link WorkerRequestParser}.
 *
 * @param offerSdp SDP of the client's offer
 * @param workflow what to run
 * @param realtime {@code webrtc_realtime_processing}: true = newest frames, dropping; false = every frame, paced by ACKs
 * @param outputs which outputs go where at the start
 * @param declaredFps frames per second the client declared, null if it did not
 * @param processingTimeout longest life of the session, null for no limit
 * @param origin where the frames come from
 * @param sourceUrl of RTSP and MJPEG origins, else null; may contain credentials
 * @param iceServers from {@code webrtc_config}
 * @param requestedPlan null when absent
 * @param requestedRegion null when absent
 * @param apiKey from the body, null when absent
 */
public record WorkerRequest(String offerSdp, RequestedWorkflow workflow, boolean realtime, OutputSelection outputs, Double declaredFps,
        Duration processingTimeout, VideoOrigin origin, String sourceUrl, List<IceConfig.Server> iceServers,
        String requestedPlan, String requestedRegion, String apiKey) {

    public WorkerRequest {
        iceServers = List.copyOf(iceServers);
    }

    /** Bytes of heap that it takes, about. */
    public long bytes() {
        return (offerSdp == null ? 0 : offerSdp.length())
                + (workflow.specification() == null ? 0 : Json.treeBytes(workflow.specification()))
                + (workflow.parameters() == null ? 0 : Json.treeBytes(workflow.parameters()));
    }

    /** Without the key, the URL and the SDP. */
    @Override
    public String toString() {
        return "WorkerRequest[" + workflow + ", origin=" + origin + ", realtime=" + realtime + ", " + outputs + "]";
    }
}
