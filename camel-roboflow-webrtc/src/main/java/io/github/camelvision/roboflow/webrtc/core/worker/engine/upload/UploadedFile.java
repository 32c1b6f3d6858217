package io.github.camelvision.roboflow.webrtc.core.worker.engine.upload;

import io.github.camelvision.roboflow.webrtc.core.worker.engine.shared.UploadQuota;
import java.nio.file.Path;

/** A file that a client has uploaded; whoever has it deletes it in the end. */
public record UploadedFile(Path path, UploadQuota.Claim claim) {

    public void delete() {
        UploadAssembler.delete(path);
        claim.close();
    }
}
