package io.github.camelvision.roboflow.webrtc.core.worker.request;

import static org.assertj.core.api.Assertions.assertThat;

/** Coverage-guided fuzzing of the body of a session request, with workflow specification, SDP and ICE servers. */
public final class RequestFuzz {

    public static final class Body {
        public static void fuzzerTestOneInput(byte[] body) {
            try {
                WorkerRequest request = WorkerRequestParser.parse(body);
                assertThat(request.toString()).isNotBlank();
            } catch (WorkerRejectedException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
