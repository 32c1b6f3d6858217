package io.github.camelvision.roboflow.webrtc.core.rtc;

import java.util.List;

/**
 * ICE servers and policy of one peer connection.
 *
 * @param servers STUN and TURN servers
 * @param relayOnly whether all traffic must go through a TURN server
 * @param ports local ports to use; null: any
 */
public record IceConfig(List<Server> servers, boolean relayOnly, PortRange ports) {

    /** No servers, all candidate types, any port. */
    public static final IceConfig NONE = new IceConfig(List.of(), false);

    public IceConfig {
        servers = List.copyOf(servers);
    }

    /** With any local port. */
    public IceConfig(List<Server> servers, boolean relayOnly) {
        this(servers, relayOnly, null);
    }

    /** The same policy with other servers. */
    public IceConfig withServers(List<Server> others) {
        return new IceConfig(others, relayOnly, ports);
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
