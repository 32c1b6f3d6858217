package io.github.camelvision.roboflow.webrtc.core.worker.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.wire.ClientMessage;
import io.github.camelvision.roboflow.webrtc.core.worker.SessionDialect;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a payload asks for, and how the frames of a pipeline are let through. Time is given, not measured. */
class PipelineDialectTest {

    private static final long MILLI = 1_000_000;
    private static final String REQUIRED = "'processing_configuration':{'workspace_name':'a','workflow_id':'b'},"
            + "'webrtc_offer':{'type':'offer','sdp':'v=0'}";

    private static JsonNode json(String fields) throws Exception {
        return new ObjectMapper().readTree(("{" + REQUIRED + (fields.isEmpty() ? "" : "," + fields) + "}").replace('\'', '"'));
    }

    private static PipelineSettings settings(String fields) throws Exception {
        return PipelineRequestParser.webrtc(json(fields));
    }

    @Test
    void anUndeclaredRateIsMeasuredOverTheFirstFrames() throws Exception {
        PipelineDialect dialect = new PipelineDialect(settings(""));
        for (int frame = 0; frame < 9; frame++) {
            dialect.admits(frame * 40 * MILLI);
            assertThat(dialect.measuredFps()).isNull();
        }
        dialect.admits(9 * 40 * MILLI);
        assertThat(dialect.measuredFps()).isCloseTo(25, within(0.01));
        dialect.admits(1_000_000 * MILLI);
        assertThat(dialect.measuredFps()).isCloseTo(25, within(0.01));
    }

    @Test
    void whatAClientSaysAndGetsIsNotTheWorkersOwnProtocol() throws Exception {
        PipelineDialect dialect = new PipelineDialect(settings(""));
        assertThat(dialect.read("{\"data_output\":\"count\"}")).singleElement()
                .isEqualTo(new ClientMessage.Outputs(null, List.of("count")));
        assertThat(dialect.bareValues() && dialect.drains() && dialect.videoMayStop()).isTrue();
        SessionDialect worker = SessionDialect.WORKER;
        assertThat(worker.read("{\"ack\":7}")).singleElement().isEqualTo(new ClientMessage.Ack(7));
        assertThat(worker.bareValues() || worker.drains() || worker.videoMayStop()).isFalse();
    }

    @Test
    void aDeclaredRateIsNotMeasured() throws Exception {
        PipelineSettings settings = settings("'webcam_fps':12.5,'fps_probe_frames':2");
        PipelineDialect dialect = new PipelineDialect(settings);
        dialect.admits(0);
        dialect.admits(40 * MILLI);
        assertThat(dialect.measuredFps()).isNull();
        assertThat(settings.request().declaredFps()).isEqualTo(12.5);
    }

    @ParameterizedTest
    @CsvSource({"15,150", "10,100", "40,300", "0.5,5"})
    void noMoreThanMaxFpsAreLetThrough(double maxFps, int expected) throws Exception {
        PipelineDialect dialect = new PipelineDialect(settings("'video_configuration':{'max_fps':" + maxFps + "}"));
        // ten seconds at 30 a second
        long admitted = IntStream.range(0, 300).filter(frame -> dialect.admits(frame * 1_000 * MILLI / 30)).count();
        assertThat(admitted).isBetween(expected - 1L, expected + 1L);
    }

    @Test
    void pausedTakesNoFrames() throws Exception {
        PipelineDialect dialect = new PipelineDialect(settings(""));
        assertThat(dialect.pause(true)).isTrue();
        assertThat(dialect.pause(true)).isFalse();
        assertThat(dialect.admits(0)).isFalse();
        assertThat(dialect.pause(false)).isTrue();
        assertThat(dialect.admits(1)).isTrue();
    }

    @Test
    void theStartShowsABlackFrameWithWords() throws Exception {
        Frame frame = new PipelineDialect(settings("")).startingFrame();
        assertThat(frame.width()).isEqualTo(1280);
        assertThat(frame.height()).isEqualTo(720);
        assertThat(frame.i420()[1280 * 700]).isEqualTo((byte) 16);
        assertThat(IntStream.range(0, 1280 * 40).filter(pixel -> frame.i420()[pixel] != 16).count()).isGreaterThan(100);
    }

    @Test
    void ofEachListOnlyTheFirstNameCounts() throws Exception {
        PipelineSettings settings = settings("'stream_output':['a','b'],'data_output':['c','d']");
        assertThat(settings.request().outputs().streamOutput()).containsExactly("a");
        assertThat(settings.request().outputs().dataOutput()).containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource(value = {"''|true", "'stream_output':null|true", "'stream_output':[null]|true", "'stream_output':['']|true",
            "'stream_output':[]|false"}, delimiter = '|', quoteCharacter = '"')
    void aMissingStreamOutputIsAnyFrameAndAnEmptyListNone(String fields, boolean video) throws Exception {
        PipelineSettings settings = settings(fields.equals("''") ? "" : fields);
        assertThat(settings.request().outputs().video()).isEqualTo(video);
        assertThat(settings.request().outputs().streamField()).isNull();
        assertThat(settings.resultsBufferSize()).isEqualTo(64);
        assertThat(settings.fpsProbeFrames()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(value = {"'data_output':['*']|data_output", "'data_output':[1]|data_output", "'stream_output':{}|stream_output",
            "'webcam_fps':0|webcam_fps", "'webcam_fps':'x'|webcam_fps", "'fps_probe_frames':0|fps_probe_frames",
            "'sink_configuration':{'results_buffer_size':-1}|results_buffer_size", "'video_configuration':{'max_fps':-1}|max_fps",
            "'processing_timeout':-1|processing_timeout", "'webrtc_turn_config':{'urls':'http://x'}|webrtc_turn_config",
            "'webrtc_offer':{'type':'answer'}|webrtc_offer", "'processing_configuration':[]|processing_configuration"},
            delimiter = '|', quoteCharacter = '"')
    void whatIsWrongIsNamed(String fields, String name) {
        assertThatThrownBy(() -> settings(fields)).isInstanceOfSatisfying(ManagerException.class,
                refused -> assertThat(refused.type()).isEqualTo(ManagerException.Type.invalid_payload)).hasMessageContaining(name);
    }

    @Test
    void aCameraIsCapturedByItsUrl() throws Exception {
        PipelineSettings rtsp = PipelineRequestParser.capture(json("'video_configuration':{'video_reference':'rtsp://cam/1'}"));
        assertThat(rtsp.request().sourceUrl()).isEqualTo("rtsp://cam/1");
        PipelineSettings mjpeg = PipelineRequestParser.capture(json("'video_configuration':{'video_reference':['http://cam/1']}"));
        assertThat(mjpeg.request().sourceUrl()).isEqualTo("http://cam/1");
        assertThatThrownBy(() -> PipelineRequestParser.capture(json("'video_configuration':{'video_reference':0}")))
                .isInstanceOf(ManagerException.class).hasMessageContaining("video_reference");
    }
}
