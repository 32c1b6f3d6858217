package io.github.camelvision.roboflow.webrtc.core.worker.engine.delivery;

import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.ProcessedFrame;
import io.github.camelvision.roboflow.webrtc.core.worker.output.SelectedOutputs;
import java.util.ArrayList;
import java.util.List;

/** What the client is to be told with the next message's errors. Belongs to the session's loop. */
public final class Notices {

    /** A client that does wrong again and again while no frame comes must not fill the memory. */
    private static final int MOST = 20;

    private final List<String> waiting = new ArrayList<>();

    public void add(String notice) {
        if (waiting.size() == MOST) {
            waiting.remove(0);
        }
        waiting.add(notice);
    }

    public List<String> take() {
        List<String> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** The result with the waiting notices behind its own errors. */
    public ProcessedFrame addTo(ProcessedFrame result) {
        if (waiting.isEmpty()) {
            return result;
        }
        List<String> errors = new ArrayList<>(result.outputs().errors());
        errors.addAll(take());
        return new ProcessedFrame(result.metadata(),
                new SelectedOutputs(result.outputs().message(), result.outputs().video(), List.copyOf(errors)), result.sent());
    }
}
