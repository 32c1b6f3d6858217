package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartOptionsTest {

    @TempDir
    private Path directory;

    @Test
    void runsThePartsOnTheRenderedConveyorByDefault() {
        QuickstartOptions options = QuickstartOptions.parse();
        assertThat(options.input()).isNull();
        assertThat(options.workflow()).isEqualTo("parts");
        assertThat(options.rtsp()).isFalse();
        assertThat(options.output()).isAbsolute();
    }

    @Test
    void laterOptionsWin() throws Exception {
        Path video = Files.createFile(directory.resolve("a video (1).avi"));
        QuickstartOptions options = QuickstartOptions.parse("--output", "/x", "--input", video.toString(), "--workflow", "people",
                "--output", directory.toString());
        assertThat(options.input()).isEqualTo(video.toString());
        assertThat(options.workflow()).isEqualTo("people");
        assertThat(options.output()).isEqualTo(directory);
    }

    @Test
    void showsNoCredentials() {
        QuickstartOptions options = QuickstartOptions.parse("--input", "rtsp://admin:secret@camera/1");
        assertThat(options.rtsp()).isTrue();
        assertThat(options.shownInput()).isEqualTo("rtsp://camera/1");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", "rtsp://admin:sec ret@camera/1"))
                .isInstanceOf(QuickstartException.class).hasMessageContaining("rtsp://camera/1").hasMessageNotContaining("ret@");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", "http://admin:secret@host/v.mp4"))
                .isInstanceOf(QuickstartException.class).hasMessageContaining("http://host/v.mp4").hasMessageNotContaining("secret");
    }

    @Test
    void namesTheWrongArgument() {
        assertThatThrownBy(() -> QuickstartOptions.parse("--workflow", "cars")).hasMessage("--workflow is parts or people, not cars");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input")).hasMessageStartingWith("--input needs a value");
        assertThatThrownBy(() -> QuickstartOptions.parse("--fast")).hasMessageStartingWith("unknown option --fast");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", directory.resolve("none.mp4").toString()))
                .hasMessageEndingWith("none.mp4 does not exist");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", directory.toString()))
                .hasMessageEndingWith("is a directory; name a video file in it");
    }
}
