package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.testing.FfmpegCli;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4WriterIT {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    @TempDir
    Path directory;

    @BeforeEach
    void commands() {
        FfmpegCli.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(strings = {Mp4Writer.H264, Mp4Writer.VP9})
    void everyFrameIsThereOnce(String encoder) throws IOException {
        Path file = directory.resolve("a b%d.mp4");
        try (Mp4Writer writer = Mp4Writer.open(file, WIDTH, HEIGHT, encoder)) {
            for (int number = 0; number < 40; number++) {
                writer.add(PaintedFrames.paint(number, WIDTH, HEIGHT), number * 40_000L);
            }
            writer.finish();
        }
        Path plain = directory.resolve("plain.mp4");
        Files.move(file, plain);
        assertThat(FfmpegCli.count(plain)).isEqualTo(40);
        byte[] all = FfmpegCli.shown(plain);
        int size = Frame.sizeOf(WIDTH, HEIGHT);
        for (int number = 0; number < 40; number++) {
            Frame frame = Frame.ofI420(WIDTH, HEIGHT, Arrays.copyOfRange(all, number * size, (number + 1) * size), 0);
            assertThat(PaintedFrames.read(frame)).isEqualTo(number);
        }
    }

    /** One frame in two seconds, and frames with the same time. */
    @Test
    void timesMayBeAnything() throws IOException {
        Path file = directory.resolve("slow.mp4");
        try (Mp4Writer writer = Mp4Writer.open(file, WIDTH, HEIGHT)) {
            for (int number = 0; number < 6; number++) {
                writer.add(PaintedFrames.paint(number, WIDTH, HEIGHT), number / 2 * 2_000_000L);
            }
            writer.finish();
        }
        assertThat(FfmpegCli.count(file)).isEqualTo(6);
    }

    @Test
    void hugeFramesAreScaledToWhatTheEncoderTakes() throws IOException {
        Path file = directory.resolve("huge.mp4");
        try (Mp4Writer writer = Mp4Writer.open(file, 5_120, 1_000)) {
            writer.add(PaintedFrames.paint(7, 5_120, 1_000), 0);
            writer.finish();
        }
        byte[] shown = FfmpegCli.shown(file);
        assertThat(PaintedFrames.read(Frame.ofI420(3_840, 750, shown, 0))).isEqualTo(7);
    }

    @Test
    void aMissingEncoderIsNamedWithItsCure() {
        assertThatThrownBy(() -> Mp4Writer.open(directory.resolve("x.mp4"), WIDTH, HEIGHT, "none")).isInstanceOf(NativeException.class)
                .hasMessageContaining("without the encoder none").hasMessageContaining("org.bytedeco:ffmpeg");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        assertThatThrownBy(() -> Mp4Writer.open(directory.resolve("no/x.mp4"), WIDTH, HEIGHT)).isInstanceOf(IOException.class)
                .hasMessageContaining("no/x.mp4").hasMessageContaining("No such file");
    }
}
