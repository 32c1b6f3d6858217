package io.github.camelvision.roboflow.webrtc.core.worker.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerRequestParserTest {

    private static final String SPECIFICATION = "'workflow_specification':{'outputs':[{'name':'predictions'},{'name':'image'}]}";

    @Test
    void readsEveryFieldOfTheProtocol() {
        WorkerRequest request = WorkerRequests.request("{'webrtc_realtime_processing':false,'stream_output':['','image'],"
                + "'data_output':['predictions'],'declared_fps':29.97,'processing_timeout':3600,'requested_plan':'webrtc-gpu-small',"
                + "'requested_region':'us','webrtc_config':{'iceServers':[{'urls':'stun:s:3478'},"
                + "{'urls':['turn:t:3478'],'username':'u','credential':'c'}]}}");

        assertThat(request.offerSdp()).isEqualTo("v=0 offer");
        assertThat(request.workflow().workspace()).isEqualTo("acme");
        assertThat(request.workflow().workflowId()).isEqualTo("detect");
        assertThat(request.workflow().parameters().path("limit").asInt()).isEqualTo(3);
        assertThat(request.realtime()).isFalse();
        assertThat(request.outputs().streamField()).isEqualTo("image");
        assertThat(request.outputs().dataOutput()).containsExactly("predictions");
        assertThat(request.declaredFps()).isEqualTo(29.97);
        assertThat(request.processingTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(request.origin()).isEqualTo(VideoOrigin.TRACK);
        assertThat(request.iceServers()).containsExactly(new IceConfig.Server(List.of("stun:s:3478"), null, null),
                new IceConfig.Server(List.of("turn:t:3478"), "u", "c"));
        assertThat(request.requestedPlan()).isEqualTo("webrtc-gpu-small");
        assertThat(request.apiKey()).isEqualTo("secret");
    }

    @Test
    void anAbsentOrNullStreamOutputIsDetectedAnEmptyOneIsNone() {
        assertThat(WorkerRequests.request("{'stream_output':null}").outputs()).isEqualTo(new OutputSelection(null, List.of("*")));
        assertThat(WorkerRequestParser.parse(WorkerRequests.utf8(new String(WorkerRequests.body("{}"))
                .replace("\"stream_output\":[],", ""))).outputs()).isEqualTo(new OutputSelection(null, List.of("*")));
        assertThat(WorkerRequests.request("{'stream_output':[]}").outputs().video()).isFalse();
        assertThat(WorkerRequests.request("{'stream_output':['',' ']}").outputs().video()).isFalse();
    }

    @Test
    void sourcesAreTold() {
        assertThat(WorkerRequests.request("{'video_file_upload':true}").origin()).isEqualTo(VideoOrigin.UPLOAD);
        assertThat(WorkerRequests.request("{'rtsp_url':'rtsp://cam/1'}").origin()).isEqualTo(VideoOrigin.RTSP);
        assertThat(WorkerRequests.request("{'mjpeg_url':'https://cam/1'}").origin()).isEqualTo(VideoOrigin.MJPEG);
    }

    @Test
    void whoSendsNoVideoUploadsAFile() {
        String offer = "'webrtc_offer':{'type':'offer','sdp':'v=0\\r\\nm=video 9 X 96\\r\\na=recvonly\\r\\nm=application 9 X y\\r\\n'}";
        assertThat(WorkerRequests.request("{" + offer + "}").origin()).isEqualTo(VideoOrigin.UPLOAD);
        assertThat(WorkerRequests.request("{" + offer + ",'rtsp_url':'rtsp://cam/1'}").origin()).isEqualTo(VideoOrigin.RTSP);
        assertThat(WorkerRequests.request("{" + offer.replace("recvonly", "sendonly") + "}").origin()).isEqualTo(VideoOrigin.TRACK);
    }

    @Test
    void aSpecificationNeedsNoWorkspaceAndLimitsTheOutputNames() {
        String workflow = "{'workflow_configuration':{" + SPECIFICATION + "},";
        assertThat(WorkerRequests.request(workflow + "'data_output':['image'],'stream_output':['image']}").workflow().outputNames())
                .containsExactly("predictions", "image");
        refused(workflow + "'data_output':['image','x','y']}", "Invalid data_output fields: [x, y]", "[predictions, image]");
        refused(workflow + "'stream_output':['video']}", "Invalid stream_output field: 'video'", "[predictions, image]");
    }

    @Test
    void theOlderTurnServerGoesBeforeTheIceServers() {
        String servers = "'webrtc_config':{'iceServers':[{'urls':'stun:s:3478'}]}";
        String turn = "'webrtc_turn_config':{'urls':%s,'username':'u','credential':'c'}";
        assertThat(WorkerRequests.request("{" + servers + "," + turn.formatted("'turn:t:3478'") + "}").iceServers())
                .containsExactly(new IceConfig.Server(List.of("turn:t:3478"), "u", "c"));
        assertThat(WorkerRequests.request("{" + turn.formatted("['turn:t:3478','turns:t:443']") + "}").iceServers())
                .containsExactly(new IceConfig.Server(List.of("turn:t:3478", "turns:t:443"), "u", "c"));
        assertThat(WorkerRequests.request("{" + servers + ",'webrtc_turn_config':null}").iceServers())
                .containsExactly(new IceConfig.Server(List.of("stun:s:3478"), null, null));
        refused("{" + turn.formatted("'http://t'") + "}", "webrtc_turn_config");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{'workflow_configuration':{'workspace_name':'acme'}} | 'workspace_name' and 'workflow_id'",
            "{'webrtc_offer':{'type':'answer','sdp':'v=0'}} | webrtc_offer",
            "{'webrtc_offer':{'type':'offer','sdp':'hello'}} | webrtc_offer",
            "{'declared_fps':0} | declared_fps must be a number above 0",
            "{'processing_timeout':-1} | processing_timeout must be a number above 0",
            "{'rtsp_url':'file:///etc/passwd'} | rtsp_url must start with rtsp://",
            "{'mjpeg_url':'rtsp://cam'} | mjpeg_url must start with http://",
            "{'mjpeg_url':'http://a','rtsp_url':'rtsp://b'} | Only one of",
            "{'webrtc_config':{'iceServers':[{'urls':['http://x']}]}} | iceServers",
            "{'webrtc_config':{'iceServers':[{'username':'x'}]}} | iceServers"
    })
    void whatIsWrongIsToldWith400(String overrides, String message) {
        refused(overrides, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{'workflow_configuration':null} | workflow_configuration | workflow_specification",
            "{'workflow_configuration':{'workflow_specification':[]}} | workflow_configuration | not a JSON object",
            "{'webrtc_offer':null} | webrtc_offer | is missing",
            "{'webrtc_offer':{'type':'offer'}} | webrtc_offer | is missing",
            "{'stream_output':'image'} | stream_output | must be null or a list",
            "{'data_output':[1]} | data_output | must be null or a list",
            "{'webrtc_realtime_processing':'yes'} | webrtc_realtime_processing | must be true or false",
            "{'declared_fps':'fast'} | declared_fps | must be a number"
    })
    void whatHasNotTheFormOfARequestIsToldWith422(String overrides, String field, String message) {
        WorkerRejectedException e = catchThrowableOfType(WorkerRejectedException.class, () -> WorkerRequests.request(overrides));
        assertThat(e.status()).isEqualTo(422);
        assertThat(e.malformedField()).isEqualTo(field);
        assertThat(e).hasMessageContaining(message);
    }

    @Test
    void whatIsNoJsonObjectIsRefusedWithoutQuotingIt() {
        for (String body : new String[] {"", "[]", "null", "{\"api_key\": \"secret\", oops", "\u0000"}) {
            WorkerRejectedException e = catchThrowableOfType(WorkerRejectedException.class,
                    () -> WorkerRequestParser.parse(WorkerRequests.utf8(body)));
            assertThat(e.status()).isEqualTo(422);
            assertThat(e.malformedField()).isEmpty();
            assertThat(e).hasMessageNotContaining("secret");
        }
    }

    @Test
    void aBodyOverTheCapIs413() {
        WorkerRejectedException e = catchThrowableOfType(WorkerRejectedException.class,
                () -> WorkerRequestParser.parse(new byte[WorkerRejectedException.LARGEST_REQUEST + 1]));
        assertThat(e.status()).isEqualTo(413);
    }

    @Test
    void secretsAreNotInToString() {
        String text = WorkerRequests.request("{'rtsp_url':'rtsp://user:pass@cam/1'}").toString();
        assertThat(text).doesNotContain("secret").doesNotContain("pass").doesNotContain("v=0");
    }

    private static void refused(String overrides, String... parts) {
        WorkerRejectedException e = catchThrowableOfType(WorkerRejectedException.class, () -> WorkerRequests.request(overrides));
        assertThat(e).isNotNull();
        assertThat(e.status()).isEqualTo(400);
        assertThat(e.errorType()).isEqualTo("WebRTCConfigurationError");
        assertThat(e.getMessage()).contains(parts);
    }
}
