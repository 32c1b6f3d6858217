package io.github.camelvision.roboflow.webrtc.core.rtc;

import java.util.List;

/** ICE servers and policy of one peer connection. */
public record IceConfig(List<Server> servers, boolean relayOnly) {

    /** No servers, all candidate types. */
    public static final IceConfig NONE = new IceConfig(List.of(), false);

    public IceConfig {
        servers = List.copyOf(servers);
    }

    /** One STUN or TURN server; {@code username} and {@code credential} are null for STUN. */
    public record Server(List<String> urls, String username, String credential) {

        public Server {
            urls = List.copyOf(urls);
        }

        /** Without the credential. */
        @Override
        public String toString() {
            return "Server[urls=" + urls + ", username=" + username + "]";
        }
    }
}
