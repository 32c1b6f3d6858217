package io.github.camelvision.roboflow.webrtc.core.source.file;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.camelvision.roboflow.webrtc.core.capture.network.HttpFetch;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoUrlSourceTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private static final byte[] VIDEO = new byte[300_000];

    static {
        new Random(1).nextBytes(VIDEO);
    }

    @TempDir
    private Path directory;
    private Duration idleTimeout = Duration.ofSeconds(20);
    private boolean reuse = true;
    private long maxBytes = 1_000_000;
    private VideoUrlSource source;

    /** The test server is allowed, everything else is judged as in earnest. */
    private final HttpFetch.AddressCheck rule = (uri, address) -> {
        if (uri.getPort() != SERVER.getPort()) {
            HostRule.PUBLIC_ONLY.check(uri, address);
        }
    };

    @AfterEach
    void noPartIsLeft() throws IOException {
        if (source != null) {
            source.close();
        }
        await().until(() -> files().stream().noneMatch(file -> file.toString().endsWith(".part")));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private CompletableFuture<Void> prepare(String url) {
        source = new VideoUrlSource("test", url, false,
                new VideoUrlOptions(directory, reuse, maxBytes, false, idleTimeout, HttpProxy.OF_THE_JVM), rule);
        return source.prepare().orTimeout(20, TimeUnit.SECONDS);
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + SERVER.getPort() + path;
    }

    private void assertRefused(String url, boolean retryable, String... words) throws IOException {
        assertThatThrownBy(() -> prepare(url).join()).isInstanceOf(CompletionException.class).cause()
                .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.retryable()).as(e.getMessage()).isEqualTo(retryable))
                .hasMessageContainingAll(words).hasMessageNotContaining("s3cret");
        await().until(() -> files().isEmpty());
    }

    @Test
    void downloadsOnceAndKeepsTheVideoUnderTheHashOfItsUrl() throws Exception {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO)));
        String url = url("/a.mp4?token=s3cret").replace("://", "://operator:s3cret@");
        prepare(url).join();
        prepare(url).join();

        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}\\.video");
            assertThat(file).hasBinaryContent(VIDEO);
        });
        SERVER.verify(1, getRequestedFor(urlPathEqualTo("/a.mp4")).withBasicAuth(
                new com.github.tomakehurst.wiremock.client.BasicCredentials("operator", "s3cret")));
    }

    @Test
    void aVideoThatWasDeletedIsDownloadedAgain() throws Exception {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO)));
        prepare(url("/a.mp4")).join();
        Files.delete(files().get(0));
        source.prepare().get(20, TimeUnit.SECONDS);

        assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasBinaryContent(VIDEO));
    }

    @Test
    void withoutReuseEachSourceDownloadsItsOwnAndDeletesIt() throws Exception {
        reuse = false;
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO)));
        prepare(url("/a.mp4")).join();
        assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasBinaryContent(VIDEO));
        source.prepare().get(20, TimeUnit.SECONDS);
        source.close();
        assertThat(files()).isEmpty();

        prepare(url("/a.mp4")).join();
        SERVER.verify(2, getRequestedFor(urlPathEqualTo("/a.mp4")));
    }

    @Test
    void followsRedirectsWithoutGivingTheCredentialsAway() {
        SERVER.stubFor(get(urlPathEqualTo("/old")).willReturn(temporaryRedirect("http://localhost:" + SERVER.getPort() + "/new.mp4")));
        SERVER.stubFor(get(urlPathEqualTo("/new.mp4")).willReturn(ok().withBody(VIDEO)));
        prepare(url("/old").replace("://", "://operator:s3cret@")).join();

        SERVER.verify(1, getRequestedFor(urlPathEqualTo("/new.mp4")).withHeader("Authorization", absent()));
    }

    @ParameterizedTest
    @CsvSource({"http://10.0.0.1/x.mp4", "http://169.254.169.254/latest/meta-data", "http://[::1]/x", "http://localhost:1/x",
            "http://[::ffff:192.168.0.1]/x", "http://2130706433/x", "//172.16.3.4/x", "http://100.64.0.1/x", "http://[fd00::1]/x",
            "http://[64:ff9b::a00:1]/x", "http://0.0.0.0/x"})
    void aRedirectIntoAPrivateNetworkIsRefused(String target) throws IOException {
        SERVER.stubFor(get(urlPathEqualTo("/old")).willReturn(temporaryRedirect(target)));
        assertRefused(url("/old"), false, "sourceUri", "videoAllowPrivateHosts=true");
    }

    @ParameterizedTest
    @CsvSource({"file:///etc/passwd", "ftp://example.com/x", "gopher:x", "''"})
    void aRedirectToAnotherProtocolIsRefused(String target) throws IOException {
        SERVER.stubFor(get(urlPathEqualTo("/old")).willReturn(aResponse().withStatus(302).withHeader("Location", target)));
        assertRefused(url("/old"), false, "redirects");
    }

    @Test
    void aCircleOfRedirectsIsLeft() throws IOException {
        SERVER.stubFor(get(urlPathEqualTo("/old")).willReturn(temporaryRedirect("/old")));
        assertRefused(url("/old"), false, "5 redirects");
    }

    @Test
    void thePrivateServerItselfIsRefusedUnlessAllowed() {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO)));
        source = new VideoUrlSource("test", url("/a.mp4"), false,
                new VideoUrlOptions(directory, reuse, maxBytes, false, idleTimeout, HttpProxy.OF_THE_JVM));
        assertThatThrownBy(() -> source.prepare().join()).cause().hasMessageContaining("videoAllowPrivateHosts=true");

        source = new VideoUrlSource("test", url("/a.mp4"), false,
                new VideoUrlOptions(directory, reuse, maxBytes, true, idleTimeout, HttpProxy.OF_THE_JVM));
        source.prepare().join();
    }

    @Test
    void aVideoThatSaysItIsTooLargeIsNotBegun() throws IOException {
        maxBytes = VIDEO.length - 1;
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withHeader("Content-Length", String.valueOf(VIDEO.length))
                .withBody(VIDEO)));
        assertRefused(url("/a.mp4"), false, "videoMaxSize", String.valueOf(maxBytes));
    }

    @Test
    void aVideoThatTurnsOutTooLargeIsCutOffAndForgotten() throws IOException {
        maxBytes = VIDEO.length - 1;
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO).withChunkedDribbleDelay(10, 200)));
        assertRefused(url("/a.mp4"), false, "videoMaxSize");
    }

    @ParameterizedTest
    @CsvSource({"404, false", "401, false", "403, false", "408, true", "429, true", "500, true", "503, true", "204, false"})
    void aRefusalNamesItsStatusAndOnlySomeAreWorthAnotherTry(int status, boolean retryable) throws IOException {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(aResponse().withStatus(status)));
        assertRefused(url("/a.mp4?sig=s3cret"), retryable, "/a.mp4", String.valueOf(status));
    }

    @Test
    void aWebPageIsNoVideo() throws IOException {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok("<html>Log in</html>").withHeader("Content-Type", "text/html")));
        assertRefused(url("/a.mp4"), false, "web page");
    }

    @ParameterizedTest
    @CsvSource({"CONNECTION_RESET_BY_PEER", "RANDOM_DATA_THEN_CLOSE", "MALFORMED_RESPONSE_CHUNK", "EMPTY_RESPONSE"})
    void aBrokenTransferIsWorthAnotherTryAndLeavesNothing(Fault fault) throws IOException {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(aResponse().withFault(fault)));
        assertRefused(url("/a.mp4"), true, "/a.mp4");
    }

    @Test
    void aServerThatSaysNothingTimesOut() throws IOException {
        idleTimeout = Duration.ofMillis(300);
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO).withFixedDelay(3_000)));
        assertRefused(url("/a.mp4"), true, "/a.mp4");
    }

    @Test
    void closingEndsTheDownload() throws Exception {
        SERVER.stubFor(get(urlPathEqualTo("/a.mp4")).willReturn(ok().withBody(VIDEO).withChunkedDribbleDelay(50, 20_000)));
        CompletableFuture<Void> prepared = prepare(url("/a.mp4"));
        await().until(() -> !files().isEmpty());
        source.close();

        assertThatThrownBy(() -> prepared.get(30, TimeUnit.SECONDS)).cause().hasMessageContaining("cancelled");
        assertThat(source.prepare()).isCompletedExceptionally();
    }

    @Test
    void whatIsNotAUrlIsRefusedWithoutQuotingIt() {
        for (String url : List.of("http://u:s3cret@ho st/x", "http:///x", "https://u:s3cret@ho_st|/x")) {
            assertThatThrownBy(() -> prepare(url)).isInstanceOf(SourceException.class).hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void aMissingClassOrAFullHeapIsToldAndTheNextAttemptIsFresh() {
        SERVER.stubFor(get("/video.mp4").willReturn(ok().withBody(VIDEO)));
        Queue<Error> failures = new ArrayDeque<>(List.of(new NoClassDefFoundError("no/such/Class"), new OutOfMemoryError("on purpose")));
        source = new VideoUrlSource("test", url("/video.mp4"), false,
                new VideoUrlOptions(directory, reuse, maxBytes, false, idleTimeout, HttpProxy.OF_THE_JVM), (uri, address) -> {
                    if (!failures.isEmpty()) {
                        throw failures.remove();
                    }
                });

        assertThatThrownBy(() -> source.prepare().orTimeout(45, TimeUnit.SECONDS).join()).cause()
                .isInstanceOf(NoClassDefFoundError.class).hasMessage("no/such/Class");
        assertThatThrownBy(() -> source.prepare().orTimeout(45, TimeUnit.SECONDS).join()).cause()
                .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.retryable()).isTrue()).hasMessageContaining("on purpose");
        source.prepare().orTimeout(45, TimeUnit.SECONDS).join();
    }
}
