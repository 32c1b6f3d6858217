package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.OfferedDirection;
import org.junit.jupiter.api.Test;

class SdpTest {

    @Test
    void tellsTheDirectionOfEachSection() {
        String sdp = String.join("\r\n", "v=0", "s=-", "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:0", "a=recvonly",
                "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=sendonly", "a=mid:1", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:a", "a=inactive",
                "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:3", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:2", "");
        assertThat(Sdp.sections(sdp)).containsExactly(new Sdp.Section("video", "0", OfferedDirection.RECEIVES),
                new Sdp.Section("video", "1", OfferedDirection.SENDS), new Sdp.Section("audio", "a", OfferedDirection.NONE),
                new Sdp.Section("video", "3", OfferedDirection.BOTH), new Sdp.Section("application", "2", OfferedDirection.BOTH));
    }

    @Test
    void inheritsTheDirectionOfTheSession() {
        assertThat(Sdp.sections("v=0\na=sendonly\nm=video 9 X 96\na=mid:0\nm=video 9 X 96\na=mid:1\na=recvonly\n"))
                .extracting(Sdp.Section::direction).containsExactly(OfferedDirection.SENDS, OfferedDirection.RECEIVES);
    }

    @Test
    void takesPortZeroAsRejectedUnlessBundled() {
        assertThat(Sdp.sections("m=video 0 X 96\na=mid:0\na=sendrecv\nm=video 0 X 96\na=mid:1\na=bundle-only\na=sendrecv\n"))
                .extracting(Sdp.Section::direction).containsExactly(OfferedDirection.NONE, OfferedDirection.BOTH);
    }

    @Test
    void tellsWhoSendsNoVideo() {
        String channels = "m=application 9 X webrtc-datachannel\na=mid:1\n";
        assertThat(Sdp.sendsDataOnly(channels)).isTrue();
        assertThat(Sdp.sendsDataOnly("m=video 9 X 96\na=mid:0\na=recvonly\n" + channels)).isTrue();
        assertThat(Sdp.sendsDataOnly("m=video 9 X 96\na=mid:0\na=sendonly\n" + channels)).isFalse();
        assertThat(Sdp.sendsDataOnly("m=video 9 X 96\na=mid:0\n" + channels)).isFalse();
        assertThat(Sdp.sendsDataOnly("v=0\n")).isFalse();
    }

    @Test
    void findsNothingInNothing() {
        assertThat(Sdp.sections("")).isEmpty();
    }

    @Test
    void capsTheMessageSizeAtWhatLibwebrtcSends() {
        assertThat(Sdp.maxMessageSize("a=max-message-size:65536\r\n")).isEqualTo(65_536);
        assertThat(Sdp.maxMessageSize("a=max-message-size:1073741823\r\n")).isEqualTo(262_144);
        assertThat(Sdp.maxMessageSize("a=max-message-size:0\r\n")).isEqualTo(262_144);
    }

    @Test
    void assumesTheDefaultMessageSizeWhenTheSdpDoesNotTell() {
        assertThat(Sdp.maxMessageSize("v=0\r\n")).isEqualTo(65_536);
        assertThat(Sdp.maxMessageSize("a=max-message-size:many\r\n")).isEqualTo(65_536);
    }
}
