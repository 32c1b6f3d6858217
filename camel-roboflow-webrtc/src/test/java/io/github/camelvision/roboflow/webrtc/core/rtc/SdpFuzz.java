package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Coverage-guided fuzzing of the session descriptions of a peer. */
public final class SdpFuzz {

    public static final class Description {
        public static void fuzzerTestOneInput(byte[] bytes) {
            String sdp = new String(bytes, StandardCharsets.UTF_8);
            assertThat(Sdp.maxMessageSize(sdp)).isBetween(1, Sdp.LARGEST_MESSAGE);
            assertThat(Sdp.sections(sdp)).noneMatch(section -> section.direction() == null);
            Sdp.sendsDataOnly(sdp);
        }
    }
}
