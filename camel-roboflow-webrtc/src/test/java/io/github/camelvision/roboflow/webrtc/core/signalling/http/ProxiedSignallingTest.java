package io.github.camelvision.roboflow.webrtc.core.signalling.http;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.TrustEverything;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.InitRequestTest;
import io.github.camelvision.roboflow.webrtc.testing.Ports;
import io.github.camelvision.roboflow.webrtc.testing.ProxyServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests through an HTTP proxy: with and without TLS, with and without a login. */
class ProxiedSignallingTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().dynamicHttpsPort()).build();

    private static final String PATH = "/initialise_webrtc_worker";

    @BeforeEach
    void serve() {
        SERVER.stubFor(post(PATH).willReturn(okJson("{\"sdp\": \"v=0\", \"type\": \"answer\"}")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theProxyPassesTheRequest(boolean tls) throws Exception {
        try (ProxyServer proxy = new ProxyServer()) {
            assertThat(Calls.get(initialise(tls, HttpProxy.of("127.0.0.1", proxy.port(), null, null, ""))).sdp()).isEqualTo("v=0");
            assertThat(proxy.passed()).containsExactly(line(tls));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theProxyAndNobodyElseGetsUserNameAndPassword(boolean tls) throws Exception {
        try (ProxyServer proxy = new ProxyServer("me:p:w d")) {
            assertThat(Calls.get(initialise(tls, HttpProxy.of("127.0.0.1", proxy.port(), "me", "p:w d", ""))).sdp()).isEqualTo("v=0");
            assertThat(proxy.passed()).containsExactly(line(tls));
            SERVER.verify(postRequestedFor(urlEqualTo(PATH)).withHeader("Proxy-Authorization", absent())
                    .withHeader("Authorization", absent()));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProxyThatKnowsNobodyIsNamedWithTheCure(boolean tls) throws Exception {
        try (ProxyServer proxy = new ProxyServer("me:right")) {
            for (HttpProxy wrong : List.of(HttpProxy.of("127.0.0.1", proxy.port(), "me", "wrong-secret", ""),
                    HttpProxy.of("127.0.0.1", proxy.port(), null, null, ""))) {
                SignallingException failure = Calls.failure(initialise(tls, wrong));
                assertThat(failure).hasMessageContaining("status 407").hasMessageContaining("proxyAuthUsername and proxyAuthPassword")
                        .hasMessageContaining("roxy").hasMessageNotContaining("wrong-secret");
                assertThat(failure.status()).isEqualTo(407);
                assertThat(failure.retryable()).isFalse();
            }
            assertThat(proxy.passed()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProxyThatDoesNotRunIsNamed(boolean tls) throws Exception {
        int port = Ports.take();
        SignallingException failure = Calls.failure(initialise(tls, HttpProxy.of("127.0.0.1", port, null, null, "")));
        assertThat(failure).hasMessageContaining("the connection to the proxy 127.0.0.1:" + port + " was refused")
                .hasMessageContaining("proxyHost and proxyPort").hasMessageNotContaining("option apiUrl");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void whatIsNamedIsAskedDirectly() throws Exception {
        try (ProxyServer proxy = new ProxyServer()) {
            Calls.get(initialise(false, HttpProxy.of("127.0.0.1", proxy.port(), null, null, "*.example.com,localhost")));
            assertThat(proxy.passed()).isEmpty();
        }
    }

    /** After an outage a kept connection leads nowhere. */
    @Test
    void eachRequestHasAConnectionOfItsOwn() throws Exception {
        try (ProxyServer proxy = new ProxyServer();
                Signalling signalling = signalling(true, HttpProxy.of("127.0.0.1", proxy.port(), null, null, ""))) {
            Calls.get(signalling.initialise(InitRequestTest.minimal().build()));
            Calls.get(signalling.initialise(InitRequestTest.minimal().build()));
            assertThat(proxy.passed()).containsExactly(line(true), line(true));
        }
    }

    private static String line(boolean tls) {
        return tls ? "CONNECT localhost:" + SERVER.getHttpsPort() + " HTTP/1.1" : "POST " + url(false) + PATH + " HTTP/1.1";
    }

    private static CompletableFuture<InitAnswer> initialise(boolean tls, HttpProxy proxy) throws Exception {
        return signalling(tls, proxy).initialise(InitRequestTest.minimal().build());
    }

    private static Signalling signalling(boolean tls, HttpProxy proxy) throws Exception {
        return new WorkerHttpSignalling(SignallingOptions.of(url(tls), Calls.KEY).withProxy(proxy)
                .withSslContext(TrustEverything.context()));
    }

    private static String url(boolean tls) {
        return tls ? "https://localhost:" + SERVER.getHttpsPort() : "http://localhost:" + SERVER.getPort();
    }
}
