package io.github.camelvision.roboflow.webrtc.worker.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {

    private static final String SHOP = "https://shop.example";

    @Test
    void saysNothingWhenNoOriginIsAllowed() {
        assertThat(CorsOrigins.NONE.headers(SHOP)).isEmpty();
        assertThat(CorsOrigins.NONE.preflight(SHOP)).isEmpty();
    }

    @Test
    void namesOnlyTheOriginThatAsks() {
        CorsOrigins origins = CorsOrigins.of(List.of(SHOP, "http://localhost:8080"));
        assertThat(origins.headers(SHOP)).containsEntry("Access-Control-Allow-Origin", SHOP).containsEntry("Vary", "Origin");
        assertThat(origins.headers("https://other.example")).isEqualTo(Map.of("Vary", "Origin"));
        assertThat(origins.headers("https://shop.example.evil.example")).isEqualTo(Map.of("Vary", "Origin"));
        assertThat(origins.headers(null)).isEqualTo(Map.of("Vary", "Origin"));
    }

    @Test
    void anAsteriskAllowsAny() {
        assertThat(CorsOrigins.of(List.of("*")).headers(SHOP)).containsEntry("Access-Control-Allow-Origin", "*");
    }

    @Test
    void neverAllowsCredentials() {
        for (CorsOrigins origins : List.of(CorsOrigins.of(List.of("*")), CorsOrigins.of(List.of(SHOP)))) {
            assertThat(origins.headers(SHOP)).doesNotContainKey("Access-Control-Allow-Credentials");
            assertThat(origins.preflight(SHOP)).doesNotContainKey("Access-Control-Allow-Credentials");
        }
    }

    @Test
    void answersTheFirstQuestionOnlyToWhoIsAllowed() {
        CorsOrigins origins = CorsOrigins.of(List.of(SHOP));
        assertThat(origins.preflight(SHOP)).containsEntry("Access-Control-Allow-Methods", "POST")
                .containsEntry("Access-Control-Allow-Headers", "Authorization, Content-Type");
        assertThat(origins.preflight("https://other.example")).isEqualTo(Map.of("Vary", "Origin"));
    }

    @Test
    void joinsTheOriginsOfSeveralWorkers() {
        CorsOrigins both = CorsOrigins.of(List.of(SHOP)).and(CorsOrigins.of(List.of("https://b.example")));
        assertThat(both.headers("https://b.example")).containsKey("Access-Control-Allow-Origin");
        assertThat(both.headers(SHOP)).containsKey("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "https://shop.example/", "https://*.example", "null", "https://", "ftp://a", "https://a b"})
    void refusesWhatIsNoOrigin(String origin) {
        assertThatThrownBy(() -> CorsOrigins.of(List.of(origin))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(origin);
    }
}
