package io.github.camelvision.roboflow.webrtc.core.rtc;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** UDP (and TCP) ports that a peer may use on this machine, both ends included. */
public record PortRange(int min, int max) {

    /** RFC 8839: foundation, component, transport. */
    private static final Pattern UDP_CANDIDATE = Pattern.compile("(?mi)^a=candidate:\\S+ \\d+ udp ");
    private static final Pattern TEXT = Pattern.compile("\\s*(\\d{1,5})\\s*-\\s*(\\d{1,5})\\s*");

    /** @throws IllegalArgumentException when this is no range of ports */
    public PortRange {
        if (min < 1 || max > 65_535 || min > max) {
            throw new IllegalArgumentException("Not a range of ports: " + min + "-" + max
                    + "; expected two numbers from 1 to 65535, the lower first");
        }
    }

    /**
     * @param text such as {@code 50000-50100}
     * @throws IllegalArgumentException when the text is no range of ports
     */
    public static PortRange parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a range of ports: '" + text + "'; expected for instance 50000-50100");
        }
        return new PortRange(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /**
     * Whether no port of the range was free: the native library leaves UDP out then, without a word.
     *
     * @param sdp made here with this range, all candidates in it
     * @return what is wrong and its cure, or null when there is a candidate for UDP
     */
    public String usedUp(String sdp) {
        return UDP_CANDIDATE.matcher(sdp).find() ? null
                : "no UDP port of udpPorts=" + this
                        + " is free: widen the range, each connection takes one for each address of this machine";
    }

    @Override
    public String toString() {
        return min + "-" + max;
    }
}
