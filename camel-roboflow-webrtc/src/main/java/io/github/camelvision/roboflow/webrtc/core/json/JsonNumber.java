package io.github.camelvision.roboflow.webrtc.core.json;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers of a result, which some workflows write as text; NaN and infinities are numbers, too. */
public final class JsonNumber {

    /** No number is longer. */
    private static final int MAX_TEXT = 64;

    private JsonNumber() {}

    /** Null when the node is neither a number nor the text of one. */
    public static Double of(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (!node.isTextual() || node.textValue().length() > MAX_TEXT) {
            return null;
        }
        try {
            return Double.valueOf(node.textValue().strip());
        } catch (NumberFormatException e) {
            // any other text is no number, which is the answer
            return null;
        }
    }

    public static double of(JsonNode node, double otherwise) {
        Double number = of(node);
        return number == null ? otherwise : number;
    }

    /** Null when there is no number, or one that is not whole or does not fit. */
    public static Long whole(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? (Long) node.longValue() : null;
        }
        Double number = of(node);
        return number == null || number != Math.rint(number) || Math.abs(number) > 1L << 53 ? null : (Long) number.longValue();
    }
}
