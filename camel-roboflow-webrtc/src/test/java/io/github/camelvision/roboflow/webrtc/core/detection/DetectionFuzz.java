package io.github.camelvision.roboflow.webrtc.core.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Masks in the ways in which servers write them. */
public final class DetectionFuzz {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public static final class Masks {
        public static void fuzzerTestOneInput(byte[] json) {
            JsonNode node;
            try {
                node = MAPPER.readTree(json);
            } catch (IOException e) {
                return;
            }
            Mask mask = node == null ? null : Mask.of(node);
            if (mask != null) {
                // no assertion library: a mask may have millions of lines
                mask.forEachLine((x, top, bottom) -> {
                    if (x < 0 || top < 0 || top >= bottom) {
                        throw new AssertionError("column " + x + " from " + top + " to " + bottom);
                    }
                });
            }
        }
    }
}
