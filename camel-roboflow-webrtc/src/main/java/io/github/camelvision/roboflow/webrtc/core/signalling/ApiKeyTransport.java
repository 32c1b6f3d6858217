package io.github.camelvision.roboflow.webrtc.core.signalling;

/**
 * Where the API key travels in the session request (docs/protocol.adoc#api-key). The constants are the values of the option {@code
 * apiKeyTransport}.
 */
public enum ApiKeyTransport {

    /** As the field {@code api_key}: what every server understands. */
    body,

    /** As {@code Authorization: Bearer …}, so that proxies which log bodies never see it. */
    header,

    /** Both, for servers behind a gateway that checks the header. */
    both;

    boolean inBody() {
        return this != header;
    }

    public boolean inHeader() {
        return this != body;
    }
}
