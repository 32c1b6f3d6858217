package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCConfiguration;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.LocalNetwork;
import io.github.camelvision.roboflow.webrtc.core.rtc.PortRange;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;

/**
 * A machine without a network: a laptop offline, a locked container. libwebrtc never uses the loopback interface, but on demand one socket
 * of all interfaces, which it does not offer as a candidate. On a port that is chosen here, the candidate can be added.
 */
final class LoopbackOnly {

    private static final int ATTEMPTS = 20;

    private final int port;

    private LoopbackOnly(int port) {
        this.port = port;
    }

    /** Prepares the configuration if this machine has no network; null: it has one, or no port is free. */
    static LoopbackOnly prepare(RTCConfiguration configuration, IceConfig ice) {
        if (ice.relayOnly() || LocalNetwork.hasAddress()) {
            return null;
        }
        int port = freePort(ice.ports());
        if (port == 0) {
            return null;
        }
        configuration.portAllocatorConfig = new PortAllocatorConfig(port, port, 0).setDisableAdapterEnumeration(true);
        return new LoopbackOnly(port);
    }

    /** Another process may take it in between; then this attempt fails, and the next one gets another. */
    private static int freePort(PortRange ports) {
        int most = ports == null ? 1 : Math.min(ATTEMPTS, ports.max() - ports.min() + 1);
        int offset = ports == null ? 0 : (int) (Math.random() * (ports.max() - ports.min() + 1));
        for (int i = 0; i < most; i++) {
            int wanted = ports == null ? 0 : ports.min() + (offset + i) % (ports.max() - ports.min() + 1);
            try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", wanted))) {
                return socket.getLocalPort();
            } catch (SocketException e) {
                // in use: the next one
                continue;
            }
        }
        return 0;
    }

    /** The description with the candidate, in its first section: all others share its path. */
    String addTo(String sdp) {
        String candidate = "a=candidate:1 1 udp 2122260223 " + InetAddress.getLoopbackAddress().getHostAddress() + " " + port
                + " typ host generation 0\r\n";
        int credentials = sdp.indexOf("a=ice-ufrag:");
        return credentials < 0 ? sdp : sdp.substring(0, credentials) + candidate + sdp.substring(credentials);
    }
}
