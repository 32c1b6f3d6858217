package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.testing.CapturedLog;
import io.github.camelvision.roboflow.webrtc.testing.ClientMain;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.ProxyServer;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose every HTTP request goes through a proxy that asks for user name and password. */
class ProxyIT {

    private static final int FRAMES = 60;

    @Test
    void requestAndDownloadGoThroughTheProxy(@TempDir Path cache) throws Exception {
        HttpServer videos = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] video = Files.readAllBytes(TestVideos.of(FRAMES).file());
        videos.createContext("/video.mp4", exchange -> {
            exchange.sendResponseHeaders(200, video.length);
            exchange.getResponseBody().write(video);
            exchange.close();
        });
        videos.start();
        String download = "http://127.0.0.1:" + videos.getAddress().getPort() + "/video.mp4";
        try (ProxyServer proxy = new ProxyServer("me:proxy-secret");
                RouteFixture fixture = new RouteFixture();
                CapturedLog log = new CapturedLog()) {
            fixture.routes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("roboflow-webrtc:proxied?source=file&sourceUri=RAW(" + download + ")&videoAllowPrivateHosts=true&videoCacheDir="
                            + cache + "&" + RouteFixture.client() + "&proxyHost=127.0.0.1&proxyPort=" + proxy.port()
                            + "&proxyAuthUsername=me&proxyAuthPassword=RAW(proxy-secret)&nonProxyHosts=*.example.com").to("mock:results");
                }
            }).start();
            MockEndpoint results = fixture.mock("results");
            await().atMost(45, SECONDS).until(() -> results.getReceivedCounter() == FRAMES);
            assertThat(proxy.passed()).containsExactly("GET " + download + " HTTP/1.1",
                    "POST " + fixture.context().resolvePropertyPlaceholders("{{worker.url}}") + "/initialise_webrtc_worker HTTP/1.1");
            assertThat(log.lines()).noneMatch(line -> line.contains("proxy-secret"));
            assertThat(fixture.context().getEndpoints()).noneMatch(endpoint -> endpoint.toString().contains("proxy-secret"));
        } finally {
            videos.stop(0);
        }
    }

    /** As {@code -Dhttp.proxyHost} is meant: nothing is configured at the session. */
    @Test
    void theJvmsSettingsAreKept() throws Exception {
        try (HttpWorker worker = new HttpWorker(); ProxyServer proxy = new ProxyServer()) {
            Process client =
                    client(worker.url(), "-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + proxy.port(), "-Dhttp.nonProxyHosts=");
            try {
                await("the session through the proxy").atMost(45, SECONDS).until(() -> !proxy.passed().isEmpty());
                assertThat(proxy.passed().get(0)).isEqualTo("POST " + worker.url() + "/initialise_webrtc_worker HTTP/1.1");
                assertThat(client.inputReader().lines().anyMatch("result"::equals)).isTrue();
            } finally {
                client.destroyForcibly();
            }
        }
    }

    @Test
    void theJvmsExceptionsAreKept() throws Exception {
        try (HttpWorker worker = new HttpWorker(); ProxyServer proxy = new ProxyServer()) {
            Process client = client(worker.url(), "-Dhttp.proxyHost=127.0.0.1", "-Dhttp.proxyPort=" + proxy.port(),
                    "-Dhttp.nonProxyHosts=localhost|127.*");
            try {
                assertThat(client.inputReader().lines().anyMatch("result"::equals)).isTrue();
                assertThat(proxy.passed()).isEmpty();
            } finally {
                client.destroyForcibly();
            }
        }
    }

    @Test
    void wrongOptionsEndTheStartByName() throws Exception {
        for (String wrong : List.of("&proxyHost=proxy", "&proxyPort=3128", "&nonProxyHosts=localhost", "&proxyAuthPassword=x",
                "&proxyHost=proxy&proxyPort=70000")) {
            try (RouteFixture fixture = new RouteFixture()) {
                fixture.routes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("roboflow-webrtc:wrong?" + RouteFixture.client() + wrong).to("mock:results");
                    }
                });
                assertThatThrownBy(fixture::start).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageMatching(".*(proxy[HPA]|nonProxyHosts).*");
            }
        }
    }

    private static Process client(String url, String... settings) throws Exception {
        File errors = File.createTempFile("proxy-client", ".err", new File("target"));
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(settings));
        command.addAll(List.of(ClientMain.class.getName(), url));
        return new ProcessBuilder(command).redirectError(errors).start();
    }
}
