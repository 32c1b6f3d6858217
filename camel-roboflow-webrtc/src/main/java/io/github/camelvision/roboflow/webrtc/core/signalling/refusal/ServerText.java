package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes one readable line of what a server says in an error answer: JSON in part or whole, HTML, plain text, or nothing. */
public final class ServerText {

    private static final int MAX_PIECE = 300;
    private static final int MAX_TEXT = 1000;
    private static final int MAX_BLOCKS = 5;
    private static final int MAX_HTML = 16 << 10;
    private static final int MAX_SECRET = 512;
    private static final List<String> MESSAGE_FIELDS = List.of("message", "public_error_message", "error_message", "error", "detail");

    private ServerText() {}

    /** The text without the secrets, capped; empty when the body says nothing. */
    public static String of(byte[] body, String... secrets) {
        JsonNode json = SignallingJson.parseOrNull(body);
        if (json != null && json.isContainerNode()) {
            return ofJson(json, secrets);
        }
        // A secret cut in two at the cap would not be recognised: the bytes where it could lie go.
        int length = body.length <= MAX_HTML ? body.length : MAX_HTML - MAX_SECRET;
        return piece(withoutTags(new String(body, 0, length, StandardCharsets.UTF_8)), secrets);
    }

    static String ofJson(JsonNode json, String... secrets) {
        StringBuilder text = new StringBuilder(message(json, secrets));
        List<String> details = new ArrayList<>();
        addDetail(details, "error_type", json.path("error_type"), secrets);
        addDetail(details, "inner_error_type", json.path("inner_error_type"), secrets);
        addDetail(details, "inner_error_message", json.path("inner_error_message"), secrets);
        addDetail(details, "context", json.path("context"), secrets);
        addBlocks(details, json.path("blocks_errors"), secrets);
        if (!details.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append('(').append(String.join("; ", details)).append(')');
        }
        return text.isEmpty() ? outline(json, secrets) : PeerText.line(text.toString(), MAX_TEXT);
    }

    /** Of a document of unknown shape only the names, since values may be credentials of any kind. */
    private static String outline(JsonNode json, String... secrets) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        return names.isEmpty() ? "" : piece("JSON with " + String.join(", ", names), secrets);
    }

    private static String message(JsonNode json, String... secrets) {
        for (String field : MESSAGE_FIELDS) {
            JsonNode value = json.path(field);
            if (field.equals("detail") && value.isArray()) {
                return validation(value, secrets);
            }
            String text = scalarOrJson(value);
            if (!text.isBlank()) {
                return piece(text, secrets);
            }
        }
        return "";
    }

    /** FastAPI's answer to a body of the wrong shape; its {@code input} is left out, since it echoes the request. */
    private static String validation(JsonNode errors, String... secrets) {
        List<String> texts = new ArrayList<>();
        for (JsonNode error : errors) {
            List<String> path = new ArrayList<>();
            error.path("loc").forEach(step -> path.add(step.asText()));
            texts.add(String.join(".", path) + ": " + error.path("msg").asText());
            if (texts.size() == MAX_BLOCKS) {
                break;
            }
        }
        return piece(String.join("; ", texts), secrets);
    }

    private static void addDetail(List<String> details, String name, JsonNode value, String... secrets) {
        String text = scalarOrJson(value);
        if (!text.isBlank()) {
            details.add(name + ": " + piece(text, secrets));
        }
    }

    private static void addBlocks(List<String> details, JsonNode blocks, String... secrets) {
        int count = 0;
        for (JsonNode block : blocks) {
            if (count++ == MAX_BLOCKS) {
                details.add((blocks.size() - MAX_BLOCKS) + " more block errors");
                return;
            }
            String name = SignallingJson.text(block, "block_id");
            String property = SignallingJson.text(block, "property_name");
            String what = SignallingJson.text(block, "property_details");
            if (what == null) {
                what = SignallingJson.text(block, "block_details");
            }
            details.add(piece("block " + (name == null ? "unnamed" : "'" + name + "'") + (property == null ? "" : " property " + property)
                    + ": " + (what == null ? block.toString() : what), secrets));
        }
    }

    private static String scalarOrJson(JsonNode value) {
        if (value.isMissingNode() || value.isNull() || value.isContainerNode() && value.isEmpty()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** One line, without secrets, of at most {@value #MAX_PIECE} characters. Cut last: half a key would not be recognised any more. */
    private static String piece(String text, String... secrets) {
        return PeerText.line(Redaction.text(PeerText.line(text, MAX_HTML), secrets), MAX_PIECE);
    }

    /** Drops tags, comments, scripts and styles in one pass, whatever the input. */
    static String withoutTags(String html) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < html.length()) {
            char c = html.charAt(at);
            if (c != '<' || !opensTag(html, at + 1)) {
                text.append(c);
                at++;
                continue;
            }
            at = endOfTag(html, at);
            text.append(' ');
        }
        return text.toString().replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&#39;", "'").replace("&amp;", "&");
    }

    private static boolean opensTag(String html, int at) {
        return at < html.length() && (Character.isLetter(html.charAt(at)) || "/!?".indexOf(html.charAt(at)) >= 0);
    }

    private static int endOfTag(String html, int start) {
        String head = html.substring(start + 1, Math.min(html.length(), start + 7)).toLowerCase(Locale.ROOT);
        int from = head.startsWith("script") || head.startsWith("style") ? html.indexOf("</", start) : start;
        int end = from < 0 ? -1 : html.indexOf('>', from);
        return end < 0 ? html.length() : end + 1;
    }
}
