package io.github.camelvision.roboflow.webrtc.core.worker.request;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Bodies of the POST, as a client would write them. */
public final class WorkerRequests {

    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkerRequests() {}

    /** A valid body; the overrides, a JSON object in single quotes, replace its fields. */
    public static byte[] body(String overrides) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(json("{'api_key':'secret',"
                    + "'workflow_configuration':{'type':'WorkflowConfiguration',"
                    + "'image_input_name':'image','workflows_parameters':{'limit':3},'workspace_name':'acme','workflow_id':'detect'},"
                    + "'webrtc_offer':{'type':'offer','sdp':'v=0 offer'},'webrtc_realtime_processing':true,"
                    + "'stream_output':[],'data_output':['*']}"));
            body.setAll((ObjectNode) JSON.readTree(json(overrides)));
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalArgumentException(overrides, e);
        }
    }

    public static WorkerRequest request(String overrides) {
        return WorkerRequestParser.parse(body(overrides));
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
