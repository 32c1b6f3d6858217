package io.github.camelvision.roboflow.webrtc.core.signalling.refusal;

import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import java.util.concurrent.TimeoutException;
import java.net.SocketTimeoutException;
import java.net.SocketException;
import java.net.NoRouteToHostException;
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

    @ParameterizedTest
    @CsvSource({"407, The proxy wants to know who asks", "403, Check what the proxy allows"})
    void aProxyThatRefusesTheWayIsNamed(int status, String cure) {
        SignallingException failure = errors().unreachable(new TunnelRefusedException(new BasicHttpResponse(status)), TIMEOUT);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure)
                .hasMessageContaining("the proxy refused the way to that server with status " + status)
                .hasMessageContaining(cure);
    }

    @Test
    void noWayToTheServer() {
        assertThat(errors().unreachable(new NoRouteToHostException(), TIMEOUT)).hasMessageContaining("no way to that server");
        assertThat(errors().unreachable(new IOException(new SocketException("Network is Unreachable")), TIMEOUT))
                .hasMessageContaining("no way to that server");
        assertThat(errors().unreachable(new SocketException("reset"), TIMEOUT)).hasMessageContaining("broke (SocketException: reset)");
        assertThat(errors().unreachable(new SocketException(), TIMEOUT)).hasMessageContaining("broke (SocketException)");
        assertThat(errors().unreachable(new IOException("unreachable"), TIMEOUT)).hasMessageContaining("broke");
    }

    @Test
    void theShorterTimeoutIsNamed() {
        assertThat(errors().unreachable(new ConnectTimeoutException("x"), Duration.ofSeconds(3))).hasMessageContaining("within 3000 ms");
    }

    @Test
    void anAnswerThatIsTooLate() {
        assertThat(errors().unreachable(new SocketTimeoutException(), TIMEOUT)).hasMessageContaining("no complete answer within 90000 ms");
        assertThat(errors().unreachable(new TimeoutException(), TIMEOUT)).hasMessageContaining("no complete answer within 90000 ms");
    }

    @Test
    void aReasonIsOfTwoHundredCharacters() {
        assertThat(errors().unreachable(new IOException("x".repeat(187)), TIMEOUT))
                .hasMessageContaining("(IOException: " + "x".repeat(187));
        assertThat(errors().unreachable(new IOException("x".repeat(500)), TIMEOUT))
                .hasMessageContaining("(IOException: " + "x".repeat(187) + ")");
    }

    @Test
    void aHarmlessCauseIsKept() {
        IOException harmless = new IOException("no secret", new IOException());
        assertThat(errors().unreachable(harmless, TIMEOUT)).hasCause(harmless);
    }

    /** Causes may go round in circles; of those that do not end twenty are looked at. */
    @Test
    void twentyCausesAreLookedAt() {
        Throwable failure = new IOException("quotes " + Calls.KEY);
        for (int i = 0; i < 19; i++) {
            failure = new IOException("link", failure);
        }
        assertThat(errors().unreachable(failure, TIMEOUT)).hasNoCause();
        assertThat(errors().unreachable(new IOException("link", failure), TIMEOUT)).hasCauseInstanceOf(IOException.class);
    }
}
