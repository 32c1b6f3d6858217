package io.github.camelvision.roboflow.webrtc.core.rtc;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What this machine's network looks like at the moment. Asks the system each time; never blocks on a network. */
public final class LocalNetwork {

    private static final int ANY_PORT = 9;

    private LocalNetwork() {}

    /** Whether an interface other than loopback is up (and has a carrier), with an address that leads somewhere. */
    public static boolean hasAddress() {
        return !addresses().isEmpty();
    }

    /** Those addresses, as texts in order. Empty when the machine is cut off. */
    public static Set<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces().filter(LocalNetwork::leadsOut).flatMap(NetworkInterface::inetAddresses)
                    .filter(LocalNetwork::usable).map(InetAddress::getHostAddress).collect(Collectors.toCollection(TreeSet::new));
        } catch (SocketException e) {
            // the JDK's word for "no interface at all"
            return Set.of();
        }
    }

    private static boolean leadsOut(NetworkInterface each) {
        try {
            return each.isUp() && !each.isLoopback();
        } catch (SocketException e) {
            // gone since it was listed
            return false;
        }
    }

    /** An IPv6 address of the link alone comes with every cable, before there is a network. */
    private static boolean usable(InetAddress address) {
        return !(address instanceof Inet6Address && address.isLinkLocalAddress());
    }

    /** Whether an interface has this address, be it up or down. */
    public static boolean has(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** The address that this machine would send from; null when it knows no way there. Nothing is sent. */
    public static InetAddress sourceTowards(InetAddress remote) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new java.net.InetSocketAddress(remote, ANY_PORT));
            InetAddress source = socket.getLocalAddress();
            return source == null || source.isAnyLocalAddress() ? null : source;
        } catch (IOException | java.io.UncheckedIOException e) {
            return null;
        }
    }
}
