package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.capture.network.HttpFetch;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Keeps a URL that somebody else chose from reaching what only this machine can reach (SSRF): every address of its host must be public. */
final class HostRule {

    static final HttpFetch.AddressCheck PUBLIC_ONLY = (uri, address) -> {
        if (!isPublic(address)) {
            throw new SourceException("sourceUri: the host " + uri.getHost() + " is not in the public internet; set"
                    + " videoAllowPrivateHosts=true if it may be asked all the same", false);
        }
    };

    private HostRule() {}

    /** Neither of this machine, nor of a private, shared, reserved or multicast network, nor an IPv6 address that stands for such a one. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublic6(bytes) : isPublic4(at(bytes, 0), at(bytes, 1), at(bytes, 2));
    }

    private static boolean isPublic4(int a, int b, int c) {
        return a != 0 && a < 240
                && !(a == 100 && b >= 64 && b < 128)
                && !(a == 192 && b == 0 && (c == 0 || c == 2))
                && !(a == 198 && (b == 18 || b == 19 || b == 51 && c == 100))
                && !(a == 203 && b == 0 && c == 113);
    }

    /** Only global unicast (2000::/3), without the ranges that wrap an IPv4 address (6to4, Teredo) and documentation. */
    private static boolean isPublic6(byte[] bytes) {
        int first = at(bytes, 0) << 8 | at(bytes, 1);
        int second = at(bytes, 2) << 8 | at(bytes, 3);
        return first >>> 13 == 1 && first != 0x2002 && !(first == 0x2001 && (second < 0x200 || second == 0xDB8));
    }

    private static int at(byte[] bytes, int index) {
        return bytes[index] & 0xFF;
    }
}
