package io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.RateEstimate;
import io.github.camelvision.roboflow.webrtc.core.capture.network.StreamInputs;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interruption, clocks, words. */
class CapturePiecesTest {

    private static final CaptureInput FILE = StreamInputs.file("/nowhere", "The file");

    @TempDir
    private Path directory;

    @Test
    void whatEndsAWaitRunsOnceAlsoWhenItComesLate() {
        Interruption interruption = new Interruption();
        AtomicInteger runs = new AtomicInteger();
        interruption.onStop(runs::incrementAndGet);
        interruption.onStop(runs::incrementAndGet);
        interruption.stop();
        interruption.stop();
        assertThat(runs).hasValue(1);
        interruption.onStop(runs::incrementAndGet);
        assertThat(runs).hasValue(2);
        assertThat(interruption.pause(Long.MAX_VALUE)).isTrue();
    }

    @Test
    void timeIsOverOnlyAfterItWasAllowed() {
        Interruption interruption = new Interruption();
        interruption.allow(Duration.ofHours(1));
        assertThat(interruption.expired()).isFalse();
        interruption.allow(Duration.ofNanos(-1));
        assertThat(interruption.expired()).isTrue();
        assertThat(interruption.stopped()).isFalse();
    }

    @Test
    void theFirstFramesTimeIsFoundFromTheSecond() {
        LiveClock clock = new LiveClock();
        assertThat(clock.pts(avutil.AV_NOPTS_VALUE, 1 / 90_000.0, 10.0)).isZero();
        assertThat(clock.pts(5000, 1 / 90_000.0, 10.0)).isEqualTo(9000);
        assertThat(clock.pts(14_000, 1 / 90_000.0, 10.0)).isEqualTo(18_000);
        assertThat(clock.pts(avutil.AV_NOPTS_VALUE, 1 / 90_000.0, 10.0)).isEqualTo(avutil.AV_NOPTS_VALUE);
        LiveClock known = new LiveClock();
        assertThat(known.pts(7, 1, null)).isEqualTo(7);
        assertThat(known.pts(8, 1, null)).isEqualTo(8);
    }

    @Test
    void theRateIsTheMedianOfTheDistances() {
        RateEstimate rate = new RateEstimate();
        for (int i = 0; i < 10; i++) {
            assertThat(rate.fps()).isNull();
            rate.add(i == 4 ? 0.45 : i * 0.1);
        }
        assertThat(rate.fps()).isEqualTo(10);
    }

    @Test
    void damageSaysAfterWhichFrame() {
        Damage none = new Damage(FILE);
        assertThatCode(() -> none.throwIfAny(20)).doesNotThrowAnyException();

        Damage cut = new Damage(FILE);
        cut.cut("12 bytes");
        assertThatThrownBy(() -> cut.throwIfAny(34)).isInstanceOf(SourceException.class)
                .hasMessage("The file is damaged after frame 34: its end is missing (12 bytes); 34 frames were decoded");

        Damage places = new Damage(FILE);
        places.undecodable(3, false, "Invalid data");
        places.undecodable(5, false, "parts missing");
        assertThatThrownBy(() -> places.throwIfAny(40)).hasMessage(
                "The file is damaged after frame 3: 2 places could not be decoded (Invalid data); 40 frames were decoded");
    }

    @Test
    void aBroadcastMayBeginBetweenItsKeyFrames() {
        Damage start = new Damage(FILE);
        start.undecodable(0, true, "no key frame");
        assertThatCode(() -> start.throwIfAny(20)).doesNotThrowAnyException();
        assertThatThrownBy(() -> start.throwIfAny(0)).hasMessageContaining("before its first frame").hasMessageContaining("no key frame");

        Damage index = new Damage(FILE);
        index.undecodable(0, false, "broken");
        assertThatThrownBy(() -> index.throwIfAny(20)).hasMessageContaining("before its first frame").hasMessageContaining("broken");
    }

    @Test
    void lengthsAreReadFromTheHead() {
        assertThat(FileEnd.declared(head("52494646 10270000 41564920 00"))).isEqualTo(10_008);
        assertThat(FileEnd.declared(head("52494646 00000000 41564920"))).as("a recorder was switched off").isZero();
        assertThat(FileEnd.declared(head("1A45DFA3 82 4286 18538067 4100 0000000000000000000000"))).isEqualTo(13 + 256);
        assertThat(FileEnd.declared(head("1A45DFA3 82 4286 18538067 01FFFFFFFFFFFFFF 0000000000"))).as("a live recording").isZero();
        assertThat(FileEnd.declared(head("0000001866747970 6D703432"))).isZero();
        assertThat(FileEnd.declared(head("1A45"))).isZero();
    }

    @Test
    void endMarksAndWholePacketsAreLookedFor() throws Exception {
        assertThat(end("4749463839612C3B")).isNull();
        assertThat(end("4749463839612C")).isEqualTo("its end mark");
        assertThat(end("89504E470D0A1A0A00")).isEqualTo("its end mark");
        byte[] transport = new byte[3 * 188];
        transport[0] = transport[188] = transport[376] = 0x47;
        assertThat(FileEnd.missing(Files.write(directory.resolve("a"), transport).toString())).isNull();
        assertThat(FileEnd.missing(Files.write(directory.resolve("a"), java.util.Arrays.copyOf(transport, 500)).toString()))
                .isEqualTo("a part of its last packet");
        String page = "4F67675300 00 0000000000000000 00000000 00000000 00000000 01 03 AABBCC";
        assertThat(end(page)).isNull();
        assertThat(end(page.substring(0, page.length() - 2))).isEqualTo("a part of its last page");
    }

    private String end(String hex) throws Exception {
        return FileEnd.missing(Files.write(directory.resolve("end"), head(hex).array()).toString());
    }

    private static ByteBuffer head(String hex) {
        return ByteBuffer.wrap(java.util.HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** A name that FFmpeg does not know would be ignored by it, and with it what it should protect from. */
    @Test
    void anOptionThatFfmpegDoesNotKnowIsAnError() throws Exception {
        Path gif = Files.write(directory.resolve("a.gif"),
                head("474946383961 0100 0100 80 00 00 000000FFFFFF"
                        + "2C 0000 0000 0100 0100 00 02 02 4401 00 3B").array());
        CaptureInput known = StreamInputs.file(gif.toString(), "The file");
        new FfmpegOpener(known).open(new Interruption()).close();
        CaptureInput unknown = new CaptureInput(known.kind(), known.url(), null, Map.of("max_redirects", "0"), "The file", "x");
        assertThatThrownBy(() -> new FfmpegOpener(unknown).open(new Interruption())).isInstanceOf(NativeException.class)
                .hasMessageContaining("max_redirects");
    }
}
