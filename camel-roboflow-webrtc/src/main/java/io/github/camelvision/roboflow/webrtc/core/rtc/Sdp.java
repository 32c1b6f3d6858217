package io.github.camelvision.roboflow.webrtc.core.rtc;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.OfferedDirection;
import java.util.ArrayList;
import java.util.List;

/** The few things that are read from a remote SDP (RFC 8866). Pure. */
public final class Sdp {

    /** What RFC 8841 lets assume when the SDP does not tell. */
    public static final int DEFAULT_MAX_MESSAGE_SIZE = 65_536;

    /** Above this libwebrtc closes the channel instead of sending. */
    static final int LARGEST_MESSAGE = 262_144;

    private Sdp() {}

    /** One {@code m=} section: direction as seen from here. */
    public record Section(String kind, String mid, OfferedDirection direction) {}

    /** Whether the side that made this SDP has data channels but sends no video: what it has to show, it can only upload. */
    public static boolean sendsDataOnly(String sdp) {
        List<Section> sections = sections(sdp);
        return sections.stream().anyMatch(section -> section.kind().equals("application"))
                && sections.stream().noneMatch(section -> section.kind().equals("video")
                        && (section.direction() == OfferedDirection.SENDS || section.direction() == OfferedDirection.BOTH));
    }

    public static List<Section> sections(String sdp) {
        List<Section> sections = new ArrayList<>();
        OfferedDirection inherited = OfferedDirection.BOTH;
        String kind = null;
        String mid = "";
        OfferedDirection direction = null;
        boolean rejected = false;
        for (String line : (sdp + "\nm=").split("\\r?\\n")) {
            if (line.startsWith("m=")) {
                if (kind != null) {
                    sections.add(new Section(kind, mid, rejected ? OfferedDirection.NONE : direction));
                }
                String[] fields = line.substring(2).split(" ", -1);
                kind = fields[0];
                mid = "";
                direction = inherited;
                rejected = fields.length > 1 && fields[1].equals("0");
            } else if (line.startsWith("a=mid:")) {
                mid = line.substring(6).trim();
            } else if (line.equals("a=bundle-only")) {
                // Port 0 means "in the bundle" here, not "rejected" (RFC 9143).
                rejected = false;
            } else {
                OfferedDirection found = direction(line);
                if (found != null && kind == null) {
                    inherited = found;
                } else if (found != null) {
                    direction = found;
                }
            }
        }
        return sections;
    }

    private static OfferedDirection direction(String line) {
        return switch (line.trim()) {
            case "a=sendrecv" -> OfferedDirection.BOTH;
            case "a=sendonly" -> OfferedDirection.SENDS;
            case "a=recvonly" -> OfferedDirection.RECEIVES;
            case "a=inactive" -> OfferedDirection.NONE;
            default -> null;
        };
    }

    /** @return what the remote side takes in one data channel message, between 1 and {@link #LARGEST_MESSAGE} */
    public static int maxMessageSize(String sdp) {
        String attribute = "a=max-message-size:";
        for (String line : sdp.split("\\r?\\n")) {
            if (line.startsWith(attribute)) {
                return messageSize(line.substring(attribute.length()).trim());
            }
        }
        return DEFAULT_MAX_MESSAGE_SIZE;
    }

    private static int messageSize(String value) {
        try {
            long size = Long.parseLong(value);
            // 0 means any size (RFC 8841).
            return size <= 0 ? LARGEST_MESSAGE : (int) Math.min(size, LARGEST_MESSAGE);
        } catch (NumberFormatException e) {
            return DEFAULT_MAX_MESSAGE_SIZE;
        }
    }
}
