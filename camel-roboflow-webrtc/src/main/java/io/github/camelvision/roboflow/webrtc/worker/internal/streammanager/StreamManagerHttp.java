package io.github.camelvision.roboflow.webrtc.worker.internal.streammanager;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.core.worker.manager.ManagerCommand;
import io.github.camelvision.roboflow.webrtc.core.worker.manager.PipelineManager;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRejectedException;
import io.github.camelvision.roboflow.webrtc.http.HttpServers;
import io.github.camelvision.roboflow.webrtc.worker.RequestPaths;
import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import io.github.camelvision.roboflow.webrtc.worker.internal.RequestBody;
import io.github.camelvision.roboflow.webrtc.worker.internal.WorkerHttp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceHelper;

/** The Stream Manager's HTTP paths (docs/protocol.adoc#stream-manager-calls), one Camel consumer each. */
final class StreamManagerHttp {

    private static final String BASE = "/inference_pipelines";
    private static final String ID = "pipeline_id";

    private final List<Consumer> consumers = new ArrayList<>();

    private StreamManagerHttp() {}

    static StreamManagerHttp start(CamelContext context, PipelineManager manager, MemoryBudget memory) throws Exception {
        StreamManagerHttp http = new StreamManagerHttp();
        RestConfiguration configuration = CamelContextHelper.getRestConfiguration(context, null);
        RestConsumerFactory factory = WorkerHttp.factory(context, configuration);
        String each = "/{" + ID + "}";
        String[][] paths = {
                {"POST", "/initialise_webrtc", "webrtc"}, {"POST", "/initialise", "init"}, {"GET", "/list", "list_pipelines"},
                {"GET", each + "/status", "status"}, {"POST", each + "/pause", "mute"}, {"POST", each + "/resume", "resume"},
                {"POST", each + "/terminate", "terminate"}, {"GET", each + "/consume", "consume_result"}
        };
        try {
            for (String[] path : paths) {
                RequestPaths.of(context).add(BASE + path[1]);
                Consumer consumer =
                        factory.createConsumer(context, new Command(path[2], manager, memory), path[0], BASE + path[1], null, null,
                                "application/json", configuration, Map.of());
                http.consumers.add(consumer);
                HttpServers.start(WorkerComponent.SCHEME, consumer);
            }
        } catch (Exception e) {
            http.stop();
            throw e;
        }
        return http;
    }

    void stop() {
        consumers.forEach(ServiceHelper::stopAndShutdownService);
        consumers.clear();
    }

    /** One path: the request is the command, the reply the response. */
    private static final class Command extends AsyncProcessorSupport {

        private final String type;
        private final PipelineManager manager;
        private final MemoryBudget memory;

        Command(String type, PipelineManager manager, MemoryBudget memory) {
            this.type = type;
            this.manager = manager;
            this.memory = memory;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            Message message = exchange.getMessage();
            RequestBody body;
            JsonNode payload;
            try {
                body = RequestBody.read(message, memory);
            } catch (IOException e) {
                return refuse(exchange, callback, WorkerHttp.malformed("", "The body cannot be read: " + e.getMessage()));
            } catch (WorkerRejectedException e) {
                return refuse(exchange, callback, WorkerServer.refusal(e));
            }
            try {
                payload = payload(body.bytes());
            } catch (IOException e) {
                body.close();
                return refuse(exchange, callback, WorkerHttp.malformed("", problem(e)));
            }
            ManagerCommand command = new ManagerCommand(type, message.getHeader(ID, String.class), payload, WorkerHttp.headers(message));
            manager.execute(command).whenComplete((reply, failure) -> {
                body.close();
                if (failure == null) {
                    WorkerHttp.respond(exchange, new WorkerAnswer(reply.status(), reply.httpBody(), Map.of(), null));
                } else {
                    WorkerHttp.respond(exchange, WorkerHttp.error(500, "internal_error", "The worker could not answer"));
                }
                callback.done(false);
            });
            return false;
        }

        private static boolean refuse(Exchange exchange, AsyncCallback callback, WorkerAnswer refusal) {
            WorkerHttp.respond(exchange, refusal);
            callback.done(true);
            return true;
        }

        private static String problem(IOException e) {
            // the parser's own message may quote the body, which may hold a key
            return e instanceof JsonProcessingException ? "The body is not valid JSON" : "The body cannot be read: " + e.getMessage();
        }

        private static JsonNode payload(byte[] body) throws IOException {
            if (body.length > RequestBody.MOST_BYTES) {
                throw new IOException("it has more than " + RequestBody.MOST_BYTES + " bytes");
            }
            JsonNode json = body.length == 0 ? null : WorkerHttp.json().readTree(body);
            return json == null ? WorkerHttp.json().missingNode() : json;
        }
    }
}
