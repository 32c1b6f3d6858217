package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import io.github.camelvision.roboflow.webrtc.examples.common.Arguments;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * A server of the user's, or Roboflow's cloud, in place of the embedded worker. Its key is in the environment and nowhere else.
 *
 * @param url of the server, null for Roboflow's cloud
 * @param workspace and workflow, or null with a model
 */
record OwnServer(String url, String workspace, String workflow, String model, String task) {

    static final String KEY = "ROBOFLOW_API_KEY";

    /** @return null when the command line names none. @throws ExampleException naming the argument that is wrong or missing */
    static OwnServer parse(Arguments arguments) {
        OwnServer server = new OwnServer(arguments.text("--server", null), arguments.text("--workspace", null),
                arguments.text("--workflow", null), arguments.text("--model", null), arguments.text("--task", null));
        if (server.url == null && server.workspace == null && server.model == null && server.task == null) {
            return null;
        }
        server.checkUrl();
        server.checkWork();
        return server;
    }

    private void checkUrl() {
        if (url == null) {
            return;
        }
        String advice = "; write http://HOST:PORT or https://HOST";
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Without the cause: its message has the URL, and with it what may be a password.
            throw new ExampleException("--server " + shownUrl() + " is not a URL" + advice);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new ExampleException("--server " + shownUrl() + " has no http:// or https://" + advice);
        }
        if (uri.getHost() == null) {
            throw new ExampleException("--server " + shownUrl() + " names no host" + advice);
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null) {
            throw new ExampleException("--server " + shownUrl() + " has more than an address; the key goes into the variable " + KEY);
        }
    }

    /** A server of one's own may need no key. */
    void checkKey(String key) {
        if (url == null && (key == null || key.isBlank())) {
            throw new ExampleException(
                    "Roboflow's cloud needs the API key; set the variable " + KEY + ", or run it in a terminal and be asked");
        }
    }

    private void checkWork() {
        if (model != null && (workflow != null || workspace != null)) {
            throw new ExampleException("--model and " + (workflow != null ? "--workflow" : "--workspace")
                    + " exclude each other; name a workflow, or a model");
        }
        if (model == null && workspace == null) {
            throw new ExampleException(workflow == null ? "--server needs --workspace W --workflow ID, or --model M"
                    : "--workflow " + workflow + " needs --workspace, whose workflow it is");
        }
        if (model == null && workflow == null) {
            throw new ExampleException("--workspace " + workspace + " needs --workflow, the workflow's id");
        }
        if (task != null && model == null) {
            throw new ExampleException("--task is for --model alone");
        }
    }

    /** Without what may be a key or a password. */
    String shownUrl() {
        return url == null ? "Roboflow's cloud" : url.replaceFirst("^([a-zA-Z]+://)?[^/]*@", "$1").replaceFirst("[?].*", "");
    }

    String shownWork() {
        return model == null ? "workflow " + workspace + "/" + workflow : "model " + model;
    }
}
