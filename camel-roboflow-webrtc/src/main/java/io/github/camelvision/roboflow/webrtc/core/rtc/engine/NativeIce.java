package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import dev.onvoid.webrtc.RTCIceTransportPolicy;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ICE configuration in libwebrtc's terms. Checked here first, because webrtc-java 0.14.0 crashes the JVM while it formats libwebrtc's
 * refusal, and a worker gets servers from its clients.
 */
final class NativeIce {

    /** RFC 7064, RFC 7065. */
    private static final Pattern URL = Pattern.compile(
            "((stuns?|turns?):(?:\\[[0-9a-f:.]{2,45}]|[a-z0-9._~-]{1,253})(?::([0-9]{1,5}))?)(?:\\?transport=(?:udp|tcp))?");

    /** Of libwebrtc, from RFC 5389. */
    private static final int LONGEST_USERNAME = 509;

    private NativeIce() {}

    /** @throws IllegalArgumentException when a server is none that libwebrtc takes; without its credential in the message */
    static RTCConfiguration toNative(IceConfig ice) {
        RTCConfiguration configuration = new RTCConfiguration();
        configuration.iceTransportPolicy = ice.relayOnly() ? RTCIceTransportPolicy.RELAY : RTCIceTransportPolicy.ALL;
        for (IceConfig.Server server : ice.servers()) {
            RTCIceServer nativeServer = new RTCIceServer();
            nativeServer.username = server.username() == null ? "" : server.username();
            nativeServer.password = server.credential() == null ? "" : server.credential();
            for (String url : server.urls()) {
                nativeServer.urls.add(checked(url, nativeServer));
            }
            if (nativeServer.urls.isEmpty()) {
                throw new IllegalArgumentException("An ICE server needs at least one URL");
            }
            configuration.iceServers.add(nativeServer);
        }
        if (ice.ports() != null) {
            configuration.portAllocatorConfig = new PortAllocatorConfig(ice.ports().min(), ice.ports().max(), 0);
        }
        return configuration;
    }

    private static String checked(String url, RTCIceServer server) {
        String lower = url.trim().toLowerCase(Locale.ROOT);
        Matcher parts = URL.matcher(lower);
        if (!parts.matches() || parts.group(3) != null && !isPort(parts.group(3))) {
            throw new IllegalArgumentException("Not the URL of an ICE server: '" + withoutUserInfo(url)
                    + "'; expected stun:host[:port] or turn:host[:port][?transport=udp|tcp] (or stuns, turns)");
        }
        boolean turn = parts.group(2).startsWith("turn");
        if (turn && (server.username.isEmpty() || server.password.isEmpty() || server.username.length() > LONGEST_USERNAME)) {
            throw new IllegalArgumentException("The TURN server " + lower + " needs a username (at most " + LONGEST_USERNAME
                    + " characters) and a credential");
        }
        // STUN has no transport parameter: libwebrtc refuses it, and others just ignore it.
        return turn ? lower : parts.group(1);
    }

    private static boolean isPort(String port) {
        int number = Integer.parseInt(port);
        return number > 0 && number <= 65_535;
    }

    private static String withoutUserInfo(String url) {
        List<String> parts = List.of(url.split("@"));
        String shown = parts.size() > 1 ? "…@" + parts.get(parts.size() - 1) : url;
        return shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
    }
}
