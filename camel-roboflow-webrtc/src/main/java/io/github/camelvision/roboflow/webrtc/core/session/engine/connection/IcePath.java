package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ICE candidates in words, for people who look for the reason why a connection fails. Credentials are not among what is read. */
final class IcePath {

    /** RFC 8839: foundation, component, transport, priority, address, port, "typ", type. */
    private static final Pattern CANDIDATE = Pattern.compile(
            "(?m)^a=candidate:\\S+ \\d+ (\\S+) \\d+ (\\S+) (\\d+) typ (host|srflx|prflx|relay)\\b");
    private static final int MAX_LISTED = 64;

    private IcePath() {}

    /** How many candidates of which type a description holds, without addresses: {@code 2 host, 1 relay}. */
    static String types(String sdp) {
        Map<String, Integer> counts = new TreeMap<>();
        Matcher matcher = CANDIDATE.matcher(sdp);
        while (matcher.find()) {
            counts.merge(matcher.group(4), 1, Integer::sum);
        }
        List<String> words = new ArrayList<>();
        counts.forEach((type, count) -> words.add(count + " " + type));
        return words.isEmpty() ? "none" : String.join(", ", words);
    }

    /** Whether there is a relayed candidate among those of {@link #types}. */
    static boolean hasRelay(String types) {
        return types.contains("relay");
    }

    /** Every candidate with its address, for the debug log: {@code host udp 192.0.2.7:50000}. */
    static List<String> candidates(String sdp) {
        List<String> all = new ArrayList<>();
        Matcher matcher = CANDIDATE.matcher(sdp);
        while (matcher.find() && all.size() < MAX_LISTED) {
            all.add(matcher.group(4) + " " + matcher.group(1).toLowerCase(java.util.Locale.ROOT) + " "
                    + endpoint(matcher.group(2), matcher.group(3)));
        }
        return all;
    }

    /**
     * The pair that the connection runs over: {@code host udp 10.0.0.5:5000 -> relay udp 192.0.2.1:3478}.
     *
     * @param stats of the peer, see {@link io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer#stats()}
     * @return null when no pair was chosen
     */
    static String chosenPair(Map<String, Object> stats) {
        String local = side(stats, "connection.local.");
        String remote = side(stats, "connection.remote.");
        return local == null || remote == null ? null : local + " -> " + remote;
    }

    private static String side(Map<String, Object> stats, String prefix) {
        Object type = stats.get(prefix + "candidateType");
        if (type == null) {
            return null;
        }
        Object relay = stats.get(prefix + "relayProtocol");
        return type + " " + stats.get(prefix + "protocol") + " "
                + endpoint(String.valueOf(stats.get(prefix + "address")), String.valueOf(stats.get(prefix + "port")))
                + (relay == null ? "" : " by TURN over " + relay);
    }

    private static String endpoint(String address, String port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }
}
