package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ServerTextTest {

    @Test
    void joinsEveryPartOfAStructuredError() {
        assertThat(text("""
                {"message": "Compilation failed", "error_type": "WorkflowDefinitionError", "inner_error_type": "ValidationError",
                 "inner_error_message": "field required", "context": "workflow_compilation | parsing",
                 "blocks_errors": [{"block_id": "model", "property_name": "images", "property_details": "no such selector"},
                                   {"block_id": "sink", "block_type": "x", "block_details": "missing"}]}"""))
                .isEqualTo("Compilation failed (error_type: WorkflowDefinitionError; inner_error_type: ValidationError; "
                        + "inner_error_message: field required; context: workflow_compilation | parsing; "
                        + "block 'model' property images: no such selector; block 'sink': missing)");
    }

    @Test
    void makesTheBestOfParts() {
        assertThat(text("{\"message\": \"no\"}")).isEqualTo("no");
        assertThat(text("{\"error_type\": \"X\"}")).isEqualTo("(error_type: X)");
        assertThat(text("{\"detail\": \"Not Found\"}")).isEqualTo("Not Found");
        assertThat(text("{\"message\": {\"a\": 1}, \"context\": null, \"blocks_errors\": []}")).isEqualTo("{\"a\":1}");
        assertThat(text("{\"error_message\": \"inside\", \"public_error_message\": \"outside\"}")).isEqualTo("outside");
        assertThat(text("{\"username\": \"geheim\"}")).isEqualTo("JSON with username");
        assertThat(text("{}")).isEmpty();
        assertThat(text("[]")).isEmpty();
        assertThat(text("")).isEmpty();
    }

    @Test
    void readsValidationErrorsWithoutEchoingTheInput() {
        assertThat(text("""
                {"detail": [{"loc": ["body", "webrtc_offer"], "msg": "Field required", "input": {"api_key": "geheim"}}]}"""))
                .isEqualTo("body.webrtc_offer: Field required");
    }

    @Test
    void listsOnlyTheFirstBlockErrors() {
        assertThat(text("{\"blocks_errors\": [" + "{\"block_id\": \"b\", \"block_details\": \"d\"},".repeat(8) + "{}]}"))
                .contains("4 more block errors");
    }

    @Test
    void stripsHtml() {
        assertThat(text("<!DOCTYPE html><html><head><style>p { color: red }</style><script>var a = 1 < 2;</script>"
                + "<title>502 Bad Gateway</title></head>\n<body><h1>Bad&nbsp;Gateway</h1><p>nginx &amp; co</body></html>"))
                        .isEqualTo("502 Bad Gateway Bad Gateway nginx & co");
    }

    @Test
    void keepsPlainTextInOneLine() {
        assertThat(text("a < b\r\nand\u0000 c\u2028d")).isEqualTo("a < b and c d");
    }

    @Test
    void capsTheExcerpt() {
        assertThat(text("x".repeat(100_000))).hasSize(300).endsWith("…");
        assertThat(text("{\"message\": \"" + "x".repeat(100_000) + "\", \"context\": \"" + "y".repeat(999) + "\"}")).hasSizeLessThan(1001);
        assertThat(text("<script>" + "<script>".repeat(10_000))).isEmpty();
    }

    @Test
    void redactsBeforeItCuts() {
        String body = "x".repeat(295) + "0123456789abcdef";

        assertThat(ServerText.of(body.getBytes(UTF_8), "0123456789abcdef")).doesNotContain("0123");
    }

    @Property(tries = 200)
    void endsForAnyInput(@ForAll byte[] body, @ForAll String text) {
        assertThat(ServerText.of(body).length()).isLessThanOrEqualTo(1000);
        String html = "<" + text + "<script" + text + ">";
        assertThat(ServerText.withoutTags(html)).hasSizeLessThanOrEqualTo(html.length()).doesNotContain("<script");
        assertThat(ServerText.withoutTags("a<script>" + text.replace("</", "") + "</script>b")).isEqualTo("a b");
        assertThat(ServerText.withoutTags("a<STYLE>" + text.replace("</", "") + "</style>b")).isEqualTo("a b");
    }

    private static String text(String body) {
        return ServerText.of(body.getBytes(UTF_8));
    }
}
