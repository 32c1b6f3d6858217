package io.github.camelvision.roboflow.webrtc.core.rtc.engine;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsReport;
import dev.onvoid.webrtc.RTCStatsType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flattens a statistics report: {@code connection.*} is the chosen candidate pair, {@code sent.*} and {@code received.*} the video,
 * {@code remote.*} what the other side says about the video sent,
 * {@code data.*} all data channels, {@code pairs.*} all candidate pairs together. Attribute names are those of the W3C's webrtc-stats.
 */
final class PeerStats {

    private static final List<String> PAIR = List.of("bytesSent", "bytesReceived", "currentRoundTripTime", "totalRoundTripTime",
            "availableOutgoingBitrate", "packetsSent", "packetsReceived", "state", "responsesReceived");
    private static final List<String> CANDIDATE = List.of("candidateType", "protocol", "address", "port", "relayProtocol");
    private static final List<String> SENT = List.of("bytesSent", "packetsSent", "framesEncoded", "framesSent", "keyFramesEncoded",
            "frameWidth", "frameHeight", "framesPerSecond", "targetBitrate", "totalEncodeTime", "qualityLimitationReason",
            "encoderImplementation", "nackCount", "pliCount", "retransmittedBytesSent");
    private static final List<String> RECEIVED = List.of("bytesReceived", "packetsReceived", "packetsLost", "jitter",
            "framesReceived", "framesDecoded", "framesDropped", "keyFramesDecoded", "frameWidth", "frameHeight", "framesPerSecond",
            "totalDecodeTime", "decoderImplementation", "nackCount", "pliCount", "freezeCount");
    private static final List<String> REMOTE = List.of("packetsLost", "jitter", "roundTripTime", "fractionLost");
    private static final List<String> PAIRS = List.of("bytesReceived", "responsesReceived", "requestsReceived");
    private static final List<String> DATA = List.of("messagesSent", "messagesReceived", "bytesSent", "bytesReceived");

    private PeerStats() {}

    static Map<String, Object> flatten(RTCStatsReport report) {
        Map<String, Object> flat = new TreeMap<>();
        Map<String, RTCStats> all = report.getStats();
        for (RTCStats stats : all.values()) {
            if (stats.getType() == null) {
                continue;
            }
            Map<String, Object> attributes = stats.getAttributes();
            if (stats.getType() == RTCStatsType.TRANSPORT) {
                pair(flat, all, attributes.get("selectedCandidatePairId"));
            } else if (stats.getType() == RTCStatsType.OUTBOUND_RTP && "video".equals(attributes.get("kind"))) {
                add(flat, "sent.", attributes, SENT);
            } else if (stats.getType() == RTCStatsType.INBOUND_RTP && "video".equals(attributes.get("kind"))) {
                add(flat, "received.", attributes, RECEIVED);
            } else if (stats.getType() == RTCStatsType.REMOTE_INBOUND_RTP && "video".equals(attributes.get("kind"))) {
                add(flat, "remote.", attributes, REMOTE);
            } else if (stats.getType() == RTCStatsType.MEDIA_SOURCE && "video".equals(attributes.get("kind"))) {
                add(flat, "source.", attributes, List.of("frames"));
            } else if (stats.getType() == RTCStatsType.CANDIDATE_PAIR) {
                add(flat, "pairs.", attributes, PAIRS);
            } else if (stats.getType() == RTCStatsType.DATA_CHANNEL) {
                add(flat, "data.", attributes, DATA);
            }
        }
        if (flat.get("source.frames") instanceof Number in && flat.get("sent.framesEncoded") instanceof Number out) {
            flat.put("sent.framesDropped", Math.max(0, in.longValue() - out.longValue()));
        }
        return flat;
    }

    private static void pair(Map<String, Object> flat, Map<String, RTCStats> all, Object pairId) {
        RTCStats pair = pairId == null ? null : all.get(pairId.toString());
        if (pair == null) {
            return;
        }
        add(flat, "connection.", pair.getAttributes(), PAIR);
        for (String side : List.of("local", "remote")) {
            RTCStats candidate = all.get(String.valueOf(pair.getAttributes().get(side + "CandidateId")));
            if (candidate != null) {
                add(flat, "connection." + side + ".", candidate.getAttributes(), CANDIDATE);
            }
        }
    }

    /** Numbers of several streams of a kind add up; of texts the last one stays. */
    private static void add(Map<String, Object> flat, String prefix, Map<String, Object> attributes, List<String> names) {
        for (String name : names) {
            Object value = attributes.get(name);
            if (value instanceof Double d) {
                flat.merge(prefix + name, d, (a, b) -> ((Number) a).doubleValue() + ((Number) b).doubleValue());
            } else if (value instanceof Number n) {
                flat.merge(prefix + name, n.longValue(), (a, b) -> ((Number) a).longValue() + ((Number) b).longValue());
            } else if (value != null) {
                flat.put(prefix + name, value.toString());
            }
        }
    }
}
