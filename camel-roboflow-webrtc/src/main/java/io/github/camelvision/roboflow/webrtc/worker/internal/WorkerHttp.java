package io.github.camelvision.roboflow.webrtc.worker.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerAnswer;
import io.github.camelvision.roboflow.webrtc.core.worker.WorkerServer;
import io.github.camelvision.roboflow.webrtc.http.HttpServers;
import io.github.camelvision.roboflow.webrtc.worker.RequestPaths;
import io.github.camelvision.roboflow.webrtc.worker.WorkerComponent;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.RestConsumerFactory;
import org.apache.camel.support.CamelContextHelper;

/** What the workers' HTTP endpoints have in common: the server they run on, and requests and answers as Camel has them. */
public final class WorkerHttp {

    private static final ObjectMapper JSON = Json.counting();
    private static final String QUERY_KEY = "api_key=";
    private static final List<String> HEADERS = List.of("Authorization", "Origin", CameraOwner.HEADER);

    private WorkerHttp() {}

    /**
     * An endpoint of the context's HTTP server, not yet started.
     *
     * @throws IllegalStateException when the context has none
     */
    static Consumer endpoint(CamelContext context, String verb, String path, Processor processor) throws Exception {
        RequestPaths.of(context).add(path);
        RestConfiguration configuration = CamelContextHelper.getRestConfiguration(context, null);
        String json = verb.equals("OPTIONS") ? null : "application/json";
        return factory(context, configuration).createConsumer(context, processor, verb, path, null, verb.equals("POST") ? json : null, json,
                configuration, Map.of());
    }

    /** The HTTP server of the context. */
    public static RestConsumerFactory factory(CamelContext context, RestConfiguration configuration) {
        return HttpServers.of(context, configuration, WorkerComponent.SCHEME);
    }

    static boolean isPreflight(Exchange exchange) {
        return "OPTIONS".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
    }

    static String origin(Exchange exchange) {
        return exchange.getMessage().getHeader("Origin", String.class);
    }

    /** The few headers of a request that are looked at, and the key of its query as {@link WorkerServer#QUERY_KEY}. */
    public static Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            String value = message.getHeader(name, String.class);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String key = queryKey(message.getHeader(Exchange.HTTP_QUERY, String.class));
        if (key != null) {
            headers.put(WorkerServer.QUERY_KEY, key);
        }
        return headers;
    }

    private static String queryKey(String query) {
        for (String part : query == null ? new String[0] : query.split("&")) {
            if (part.startsWith(QUERY_KEY)) {
                try {
                    return URLDecoder.decode(part.substring(QUERY_KEY.length()), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    // as if there was none: the message would quote it
                    return null;
                }
            }
        }
        return null;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    public static ObjectMapper json() {
        return JSON;
    }

    public static WorkerAnswer error(int status, String type, String message) {
        return answer(status, JSON.createObjectNode().put("message", message).put("error_type", type));
    }

    /** 422, as of a request whose body has not the form it should have. */
    public static WorkerAnswer malformed(String field, String message) {
        ObjectNode json = JSON.createObjectNode().put("message", message).put("error_type", "RequestValidationError");
        json.set("detail", WorkerServer.detail(field, message));
        return answer(422, json);
    }

    static WorkerAnswer answer(int status, ObjectNode json) {
        try {
            return new WorkerAnswer(status, JSON.writeValueAsBytes(json), Map.of(), null);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Writing to memory failed", e);
        }
    }

    public static void respond(Exchange exchange, WorkerAnswer answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(answer.body());
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        answer.headers().forEach(message::setHeader);
    }
}
