package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                .isInstanceOf(ExampleException.class).hasMessageContaining("rtsp://camera/1").hasMessageNotContaining("ret@");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", "http://admin:secret@host/v.mp4"))
                .isInstanceOf(ExampleException.class).hasMessageContaining("http://host/v.mp4").hasMessageNotContaining("secret");
    }

    @Test
    void takesAServerAndWhatRunsThere() {
        QuickstartOptions options = QuickstartOptions.parse("--server", "http://localhost:9001", "--workspace", "acme", "--workflow",
                "caps", "--source", "webcam", "--seconds", "5");
        assertThat(options.shownWork()).isEqualTo("workflow acme/caps of http://localhost:9001");
        assertThat(options.live()).isTrue();
        assertThat(options.seconds()).isEqualTo(5);
        assertThat(QuickstartOptions.parse("--model", "rfdetr-nano").shownWork()).isEqualTo("model rfdetr-nano of Roboflow's cloud");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "--server localhost:90 --model m | --server localhost:90 has no http:// or https://; write http://HOST:PORT or https://HOST",
            "--server http:// --model m | --server http:// is not a URL; write http://HOST:PORT or https://HOST",
            "--server http:///x --model m | --server http:///x names no host; write http://HOST:PORT or https://HOST",
            "--server http://u:s3cret@host --model m | --server http://host has more than an address; the key goes into the variable"
                    + " ROBOFLOW_API_KEY",
            "--server http://host?api_key=s3cret --model m | --server http://host has more than an address; the key goes into the variable"
                    + " ROBOFLOW_API_KEY",
            "--server http://host | --server needs --workspace W --workflow ID, or --model M",
            "--server http://host --workflow caps | --workflow caps needs --workspace, whose workflow it is",
            "--server http://host --workspace acme | --workspace acme needs --workflow, the workflow's id",
            "--model m --workflow caps | --model and --workflow exclude each other; name a workflow, or a model",
            "--model m --workspace acme | --model and --workspace exclude each other; name a workflow, or a model",
            "--workspace acme --workflow caps --task ocr | --task is for --model alone",
            "--workflow caps | --workflow is parts or people, not caps; for a workflow of your own add --server or --workspace",
            "--seconds soon | --seconds is a number from 0 to 86400, not soon",
            "--source http://host/v.mp4 | --source is a file, an rtsp:// URL or webcam; download http://host/v.mp4 first",
            "--source rtsp:///1 | --source rtsp:///1 names no host; write rtsp://HOST/PATH",
            "--api-key s3cret | a key in the arguments can be read by other processes; set the variable ROBOFLOW_API_KEY, or leave it out"
                    + " and be asked",
            "--key=s3cret | a key in the arguments can be read by other processes; set the variable ROBOFLOW_API_KEY, or leave it out"
                    + " and be asked"})
    void answersAWrongArgumentByOneSentence(String arguments, String message) {
        assertThatThrownBy(() -> QuickstartOptions.parse(arguments.split(" "))).isInstanceOf(ExampleException.class).hasMessage(message);
    }

    @Test
    void namesTheWrongArgument() {
        assertThatThrownBy(() -> QuickstartOptions.parse("--workflow", "cars"))
                .hasMessageStartingWith("--workflow is parts or people, not cars");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input")).hasMessageStartingWith("--input needs a value");
        assertThatThrownBy(() -> QuickstartOptions.parse("--fast")).hasMessageStartingWith("unknown option --fast");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", directory.resolve("none.mp4").toString()))
                .hasMessageEndingWith("none.mp4 does not exist");
        assertThatThrownBy(() -> QuickstartOptions.parse("--input", directory.toString()))
                .hasMessageEndingWith("is a directory; name a video file in it");
    }
}
