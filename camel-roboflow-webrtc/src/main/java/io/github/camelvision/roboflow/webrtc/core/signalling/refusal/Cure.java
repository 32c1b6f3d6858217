package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;

/** What the user can do about an error answer. */
@FunctionalInterface
public interface Cure {

    String PROXY_LOGIN = "The proxy wants to know who asks: " + HttpProxy.LOGIN_CURE;

    /**
     * @param status HTTP status
     * @param routeAbsent for 404: the server has no such path, rather than no such workflow or model
     * @return a sentence that names the option, or an empty text when there is nothing to say
     */
    String of(int status, boolean routeAbsent);

    /** For starting a session. */
    static Cure session(SignallingOptions options) {
        return (status, routeAbsent) -> switch (status) {
            case 400 -> "Check the workflow (workspace and workflowId, workflowSpecification or modelId) and the options streamOutput, "
                    + "dataOutput and param.*";
            case 401 -> key(options);
            case 402 -> "The workspace has no credits left: add some at Roboflow, or point apiUrl at a self-hosted server";
            case 403 -> "The key may not do this: check that the option apiKey belongs to the workspace, and what its plan allows";
            case 404, 405 -> notFound(options, routeAbsent || status == 405);
            case 413 -> "The request is too large for the server or a proxy before it: save the workflow at Roboflow and use workflowId";
            case 422 -> "The server does not accept the form of the request: its version may be too old, or an option has the wrong type";
            case 423 -> "Usage of the workspace is paused: resume it in the workspace's settings at Roboflow";
            case 429 -> "Too many streams at once: close other sessions or raise the plan's limit";
            default -> general(status);
        };
    }

    /** For the answers that mean the same everywhere. */
    static String general(int status) {
        return switch (status) {
            case 407 -> PROXY_LOGIN;
            case 408 -> "The server gave up waiting; try again";
            case 502, 503, 504 -> "The server is starting, overloaded or down behind its gateway; try again later";
            default -> status >= 500 ? "The server failed; its log tells why" : "Check the option apiUrl";
        };
    }

    static String key(SignallingOptions options) {
        if (options.apiKey() == null) {
            return "Set the option apiKey: none is set";
        }
        return "Check the option apiKey, sent in the " + switch (options.apiKeyTransport()) {
            case body -> "body (apiKeyTransport=body)";
            case header -> "header (apiKeyTransport=header)";
            default -> "body and the header (apiKeyTransport=both)";
        };
    }

    private static String notFound(SignallingOptions options, boolean routeAbsent) {
        if (!routeAbsent) {
            return "Check the options workspace, workflowId, workflowVersionId and modelId";
        }
        return "This server does not offer WebRTC at the option apiUrl (" + options.apiUrl() + "): start a self-hosted server with WebRTC "
                + "enabled, or use a WebRTC-capable URL on Roboflow's cloud (a dedicated deployment's)";
    }
}
