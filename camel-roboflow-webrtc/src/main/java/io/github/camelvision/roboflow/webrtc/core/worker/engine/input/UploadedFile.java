package io.github.camelvision.roboflow.webrtc.core.worker.engine.input;

import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.UploadQuota;
import java.nio.file.Path;

/** A file that a client has uploaded; whoever has it deletes it in the end. */
record UploadedFile(Path path, UploadQuota.Claim claim) {

    void delete() {
        UploadAssembler.delete(path);
        claim.close();
    }
}
