package io.github.camelvision.roboflow.webrtc.core.worker.request;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import java.util.Map;
import java.util.Set;

/**
 * That the owner of a camera asks for its session.
 *
 * @param apiKey that let it in: no other key's sessions are its concern
 */
public record CameraClaim(String apiKey, CameraOwner owner) {

    /**
     * The claim of a request that {@link ApiKeys#check} has let in; null: it makes none.
     *
     * @param allowed at least one key
     * @throws WorkerRejectedException 400 when the header has another form
     */
    public static CameraClaim of(Set<String> allowed, String bodyKey, Map<String, String> headers) {
        String header = ApiKeys.header(headers, CameraOwner.HEADER);
        if (header == null) {
            return null;
        }
        try {
            return new CameraClaim(ApiKeys.known(allowed, bodyKey, headers), CameraOwner.parse(header));
        } catch (ProtocolException e) {
            throw WorkerRejectedException.configuration(e.getMessage());
        }
    }

    /** Whether the other one claims the same camera, and was its owner before this one. */
    public boolean isNewerThan(CameraClaim other) {
        return other != null && apiKey.equals(other.apiKey) && owner.camera().equals(other.owner.camera())
                && owner.epoch() > other.owner.epoch();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return owner.toString();
    }
}
