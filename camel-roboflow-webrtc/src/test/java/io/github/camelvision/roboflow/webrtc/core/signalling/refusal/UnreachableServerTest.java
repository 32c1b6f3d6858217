package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.error.SignallingException;
import io.github.camelvision.roboflow.webrtc.core.signalling.Calls;
import io.github.camelvision.roboflow.webrtc.core.signalling.Signalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.TrustEverything;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.signalling.streammanager.InitRequestTest;
import io.github.camelvision.roboflow.webrtc.testing.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No answer at all: status 0, worth another try, and a cure that names apiUrl. */
class UnreachableServerTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort().dynamicHttpsPort()).build();

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @Test
    void connectionRefused() throws IOException {
        int port = Ports.take();
        assertThat(failureAt("http://localhost:" + port)).hasMessageContaining("refused").hasMessageContaining("that the server runs");
    }

    @Test
    void untrustedCertificate() {
        assertThat(failureAt("https://localhost:" + SERVER.getHttpsPort())).hasMessageContaining("TLS failed")
                .hasMessageContaining("sslContextParameters");
    }

    @Test
    void httpsToAServerWithoutTls() {
        assertThat(failureAt("https://localhost:" + SERVER.getPort())).hasMessageContaining("TLS failed")
                .hasMessageContaining("only for a server that speaks TLS");
    }

    @Test
    void trustsWhatTheOptionsSslContextTrusts() throws Exception {
        SERVER.stubFor(post("/initialise_webrtc_worker").willReturn(okJson("{\"sdp\": \"v=0\", \"type\": \"answer\"}")));
        SignallingOptions options =
                SignallingOptions.of("https://localhost:" + SERVER.getHttpsPort(), Calls.KEY).withSslContext(TrustEverything.context());

        try (Signalling signalling = new WorkerHttpSignalling(options)) {
            assertThat(Calls.get(signalling.initialise(InitRequestTest.minimal().build())).sdp()).isEqualTo("v=0");
        }
    }

    @Test
    void connectionBroken() {
        SERVER.stubFor(post("/initialise_webrtc_worker").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        assertThat(failureAt("http://localhost:" + SERVER.getPort())).hasMessageContaining("connection broke");
    }

    @Test
    void bodyBroken() {
        SERVER.stubFor(post("/initialise_webrtc_worker").willReturn(okJson("{}").withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
        assertThat(failureAt("http://localhost:" + SERVER.getPort())).hasMessageContaining("connection broke");
    }

    @Test
    void noHttpAtAll() {
        SERVER.stubFor(post("/initialise_webrtc_worker").willReturn(aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE)));
        assertThat(failureAt("http://localhost:" + SERVER.getPort())).hasMessageContaining("connection broke");
    }

    // The host name and the connect timeout depend on the machine's network, so the client's own exceptions stand in.

    @Test
    void unknownHost() {
        Throwable failure = new CompletionException(new ConnectException().initCause(new UnresolvedAddressException()));
        assertThat(errors().unreachable(failure, TIMEOUT)).hasMessageContaining("cannot be resolved").hasMessageContaining("apiUrl")
                .hasMessageContaining("DNS");
    }

    @Test
    void connectTimeout() {
        assertThat(errors().unreachable(new ConnectTimeoutException("x"), TIMEOUT))
                .hasMessageContaining("no connection within 10000 ms").hasMessageContaining("network on the way");
    }

    @Test
    void causesThatQuoteTheKeyAreDropped() {
        IOException echo = new IOException("Invalid status line: " + Calls.KEY);
        SignallingException failure = errors().unreachable(new CompletionException("outer", echo), TIMEOUT);
        assertThat(failure).hasNoCause().hasMessageContaining("Invalid status line: ***");
    }

    private static CallErrors errors() {
        SignallingOptions options = SignallingOptions.of("http://h", Calls.KEY);
        return new CallErrors("start the session", options.apiUrl(), "option apiUrl", options, Cure.session(options));
    }

    private static SignallingException failureAt(String apiUrl) {
        try (Signalling signalling = new WorkerHttpSignalling(SignallingOptions.of(apiUrl, Calls.KEY))) {
            SignallingException failure = Calls.failure(signalling.initialise(InitRequestTest.minimal().build()));
            assertThat(failure.status()).isZero();
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageContaining("apiUrl").hasCauseInstanceOf(Throwable.class);
            return failure;
        }
    }
}
