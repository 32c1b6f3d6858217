package io.github.camelvision.roboflow.webrtc.core.capture.network;

import static io.github.camelvision.roboflow.webrtc.core.capture.network.HttpCamera.ascii;
import static io.github.camelvision.roboflow.webrtc.core.capture.network.HttpCamera.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.http.HttpProxy;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras over HTTP as they are, against a server that answers what the test says. */
@Timeout(120)
class MjpegOpenerTest {

    private static final int FRAMES = 6;
    private static final String MULTIPART = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=cut\r\n\r\n";

    private final HttpCamera camera;
    private final Interruption interruption = new Interruption();

    MjpegOpenerTest() throws IOException {
        camera = new HttpCamera();
    }

    @AfterEach
    void stop() throws IOException {
        interruption.stop();
        camera.close();
    }

    private static byte[] jpeg(int number) {
        return ImageCodec.encodeJpeg(PaintedFrames.paint(number, 640, 480), 80);
    }

    private FrameReader open(String url) {
        return new MjpegOpener(CameraUrl.parse(url), "The camera", "mjpeg_url", HostCheck.ANY, true, HttpProxy.OF_THE_JVM)
                .open(interruption);
    }

    private void assertFrames(String url, int frames) {
        try (FrameReader reader = open(url)) {
            for (int number = 1; number <= frames; number++) {
                DecodedFrame frame = reader.read();
                assertThat(frame).as("frame %d", number).isNotNull();
                assertThat(PaintedFrames.read(frame.frame())).isEqualTo(number);
            }
        }
    }

    private static String part(String boundary, String headers) {
        return boundary + "\r\n" + headers + "\r\n";
    }

    /** The answer's head, and what stands before and after each image. */
    static Stream<Arguments> dialects() {
        return Stream.of(
                Arguments.of("plain", MULTIPART, part("--cut", "Content-Type: image/jpeg\r\nContent-Length: LENGTH\r\n"), "\r\n"),
                Arguments.of("no length", MULTIPART, part("--cut", "Content-Type: image/jpeg\r\n"), "\r\n"),
                Arguments.of("no headers", MULTIPART, part("--cut", ""), "\r\n"),
                Arguments.of("charset", MULTIPART, part("--cut", "Content-Type: image/jpeg; charset=binary\r\n"), "\r\n"),
                Arguments.of("image/jpg", MULTIPART, part("--cut", "content-type: IMAGE/JPG\r\n"), "\r\n"),
                Arguments.of("another type", MULTIPART, part("--cut", "Content-Type: application/octet-stream\r\n"), "\r\n"),
                Arguments.of("dashes", MULTIPART.replace("=cut", "=--cut"), part("--cut", "Content-Type: image/jpeg\r\n"), "\r\n"),
                Arguments.of("more dashes", MULTIPART.replace("=cut", "=--cut"), part("----cut", "Content-Length: LENGTH\r\n"), "\r\n"),
                Arguments.of("quoted", MULTIPART.replace("=cut", "=\"cut\""), part("--cut", "Content-Type: image/jpeg\r\n"), "\r\n"),
                Arguments.of("no boundary", MULTIPART.replace(";boundary=cut", ""), part("--cut", "Content-Type: image/jpeg\r\n"), "\r\n"),
                Arguments.of("wrong boundary", MULTIPART, part("--other", "Content-Length: LENGTH\r\n"), ""),
                Arguments.of("upper case", MULTIPART.toUpperCase(), part("--CUT", "CONTENT-TYPE: IMAGE/JPEG\r\n"), "\r\n"),
                Arguments.of("line feeds", MULTIPART, "--cut\nContent-Type: image/jpeg\n\n", "\n"),
                Arguments.of("no type", "HTTP/1.1 200 OK\r\n\r\n", part("--cut", "Content-Type: image/jpeg\r\n"), "\r\n"),
                Arguments.of("HTTP/1.0", MULTIPART.replace("1.1", "1.0"), part("--cut", "X-Timestamp: 1.5\r\n"), ""),
                Arguments.of("wrong length", MULTIPART, part("--cut", "Content-Length: 17\r\n"), "\r\n"),
                Arguments.of("junk", MULTIPART, "\0\u00ff\u00d8junk\u00ff\u00ff--cut\r\n\r\n", "\u00ff\u00d9\u00ff\r\n"),
                Arguments.of("nothing between", "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n", "", ""),
                Arguments.of("status text", MULTIPART, "--cut\r\nContent-Type: text/plain\r\n\r\nonline\r\n--cut\r\n\r\n", "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dialects")
    void everyDialectIsRead(String name, String head, String before, String after) throws Exception {
        camera.on("/cam", (request, out) -> {
            out.write(ascii(head));
            for (int number = 1; number <= FRAMES; number++) {
                byte[] jpeg = jpeg(number);
                out.write(ascii(before.replace("LENGTH", String.valueOf(jpeg.length))));
                out.write(jpeg);
                out.write(ascii(after));
                out.flush();
            }
            throw new IOException("the end");
        });
        assertFrames(camera.url("/cam?channel=1"), FRAMES);
        assertThat(camera.requests()).extracting(HttpCamera.Request::target).containsExactly("/cam?channel=1");
    }

    @Test
    void chunksAreTakenApart() throws Exception {
        camera.on("/cam", (request, out) -> {
            out.write(ascii(MULTIPART.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n")));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int number = 1; number <= FRAMES; number++) {
                all.write(ascii("--cut\r\n\r\n"));
                all.write(jpeg(number));
            }
            byte[] bytes = all.toByteArray();
            for (int from = 0; from < bytes.length; from += 1000) {
                byte[] chunk = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1000));
                out.write(ascii(Integer.toHexString(chunk.length) + "\r\n"));
                out.write(chunk);
                out.write(ascii("\r\n"));
            }
            out.write(ascii("0\r\n\r\n"));
        });
        assertFrames(camera.url("/cam"), FRAMES);
    }

    @Test
    void aSingleImageIsOneFrameAndTheEnd() throws Exception {
        byte[] jpeg = jpeg(1);
        camera.on("/snapshot.jpg", (request, out) -> {
            out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n"));
            out.write(jpeg);
        });
        try (FrameReader reader = open(camera.url("/snapshot.jpg"))) {
            assertThat(PaintedFrames.read(reader.read().frame())).isEqualTo(1);
            assertThat(reader.read()).isNull();
        }
    }

    @Test
    void pixelsOfEverySamplingKeepTheirRange() throws Exception {
        for (String format : new String[] {"yuvj420p", "yuvj422p", "yuvj444p", "gray"}) {
            byte[] jpeg = ffmpeg("-f", "lavfi", "-i", "color=white:size=66x50", "-frames:v", "1", "-pix_fmt", format, "-c:v", "mjpeg",
                    "-strict", "-1", "-f", "mjpeg", "-");
            camera.on("/" + format, (request, out) -> out.write(concat(ascii(MULTIPART + "--cut\r\n\r\n"), jpeg, ascii("\r\n--cut\r\n"))));
            try (FrameReader reader = open(camera.url("/" + format))) {
                DecodedFrame frame = reader.read();
                assertThat(frame.frame().width() + "x" + frame.frame().height()).as(format).isEqualTo("66x50");
                // white is 235 in a frame's limited range
                assertThat(frame.frame().i420()[0] & 0xFF).as(format).isBetween(233, 237);
            }
        }
    }

    private static byte[] ffmpeg(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("ffmpeg", "-v", "error", "-nostdin"), Stream.of(arguments))
                .toList());
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void aImageThatIsCutOffIsLeftOutAndOneWithoutItsEndIsTaken() throws Exception {
        camera.on("/cam", (request, out) -> {
            out.write(ascii(MULTIPART));
            byte[] cut = jpeg(99);
            out.write(concat(ascii("--cut\r\n\r\n"), Arrays.copyOf(cut, cut.length / 2), ascii("\r\n--cut\r\n\r\n"), jpeg(1)));
            out.write(concat(ascii("\r\n--cut\r\n\r\n"), Arrays.copyOf(cut, 300), ascii("\r\n--cut\r\n\r\n"), jpeg(2)));
            byte[] endless = jpeg(3);
            out.write(concat(ascii("\r\n--cut\r\n\r\n"), Arrays.copyOf(endless, endless.length - 2), ascii("\r\n--cut\r\n\r\n"), jpeg(4)));
            out.write(Arrays.copyOf(cut, cut.length / 2));
            throw new IOException("the end");
        });
        assertFrames(camera.url("/cam"), 4);
    }

    static Stream<Arguments> logins() {
        return Stream.of("Basic realm=\"cam\"", "Digest realm=\"cam\", nonce=\"abc\", algorithm=MD5, qop=\"auth\"",
                "Digest realm=\"cam\", nonce=\"abc\"", "Digest realm=\"cam\", nonce=\"abc\", algorithm=MD5-sess, qop=\"auth\"",
                "Digest realm=\"cam\", nonce=\"abc\", algorithm=SHA-256, qop=\"auth,auth-int\"",
                "Digest realm=\"cam\", nonce=\"abc\", algorithm=\"MD5\", qop=auth, opaque=\"x\", stale=false").map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("logins")
    void logsInWithWhatTheUrlSays(String challenge) throws Exception {
        String algorithm = challenge.contains("SHA-256") ? "SHA-256" : challenge.contains("MD5-sess") ? "MD5-sess" : "MD5";
        String basic = "Basic " + Base64.getEncoder().encodeToString("admin:p@ss:w#%/rd".getBytes());
        camera.on("/cam", (request, out) -> {
            boolean known = challenge.startsWith("Basic") ? basic.equals(request.headers().get("authorization"))
                    : HttpCamera.digestMatches(request, "admin", "p@ss:w#%/rd", algorithm);
            if (!known) {
                out.write(status("401 Unauthorized", "WWW-Authenticate: " + challenge));
                return;
            }
            out.write(concat(ascii(MULTIPART + "--cut\r\n\r\n"), jpeg(1), ascii("\r\n--cut\r\n")));
        });
        assertFrames("http://admin:p%40ss:w%23%25%2Frd@" + camera.host() + "/cam?a=1&b=2", 1);
        assertFrames("http://admin:p@ss:w#%/rd@" + camera.host() + "/cam?a=1&b=2", 1);
        assertThatThrownBy(() -> open("http://admin:wr0ng@" + camera.host() + "/cam")).isInstanceOf(SourceException.class)
                .hasMessageContaining("401").hasMessageContaining("mjpeg_url").message().doesNotContain("wr0ng");
        assertThatThrownBy(() -> open(camera.url("/cam"))).hasMessageContaining("401");
    }

    @Test
    void aRedirectIsCheckedBeforeItIsFollowedAndTakesNoPasswordAlong() throws Exception {
        try (HttpCamera other = new HttpCamera()) {
            other.on("/cam", (request, out) -> out.write(concat(ascii(MULTIPART + "--cut\r\n\r\n"), jpeg(1))));
            camera.on("/here", (request, out) -> out.write(status("302 Found", "Location: /there")));
            camera.on("/there", (request, out) -> out.write(status("307 Temporary Redirect", "Location: " + other.url("/cam"))));
            camera.on("/file", (request, out) -> out.write(status("302 Found", "Location: ftp://127.0.0.1/cam")));
            camera.on("/round", (request, out) -> out.write(status("302 Found", "Location: /round")));
            assertFrames("http://admin:s3cret@" + camera.host() + "/here", 1);
            assertThat(other.requests()).hasSize(1).noneMatch(request -> request.headers().containsKey("authorization"));

            HostCheck onlyCamera = uri -> {
                if (!uri.getAuthority().equals(camera.host())) {
                    throw new SourceException("not from host '" + uri.getHost() + "'", false);
                }
            };
            assertThatThrownBy(() -> new MjpegOpener(CameraUrl.parse(camera.url("/here")), "The camera", "mjpeg_url", onlyCamera, true,
                    HttpProxy.OF_THE_JVM)
                            .open(interruption)).hasMessage("not from host '127.0.0.1'");
            assertThat(other.requests()).hasSize(1);
            assertThatThrownBy(() -> open(camera.url("/file"))).hasMessageContaining("is not followed");
            assertThatThrownBy(() -> open(camera.url("/round"))).hasMessageContaining("more than 5 redirects");
        }
    }

    /** What is checked is what is connected to: no name is resolved twice. */
    @Test
    void anAddressIsRefusedBeforeAnythingIsSentToIt() throws Exception {
        AtomicReference<URI> asked = new AtomicReference<>();
        HttpFetch.Request request = new HttpFetch.Request(CameraUrl.parse(camera.url("/cam").replace("127.0.0.1", "localhost")),
                "The camera", asked::set, (uri, address) -> {
                    throw new SourceException("not " + uri.getHost() + " at " + address.isLoopbackAddress(), false);
                }, "*/*", false, true, Duration.ofSeconds(30), Duration.ofSeconds(30),
                HttpProxy.OF_THE_JVM);
        assertThatThrownBy(() -> HttpFetch.open(request, interruption)).isInstanceOf(SourceException.class)
                .hasMessage("not localhost at true");
        assertThat(asked.get().getHost()).isEqualTo("localhost");
        assertThat(camera.requests()).isEmpty();
    }

    @Test
    void aCertificateOfItsOwnIsTakenOnlyWhereTheOptionSaysSo(@TempDir Path directory) throws Exception {
        try (HttpCamera secure = new HttpCamera(selfSigned(directory.resolve("keys")))) {
            secure.on("/cam", (request, out) -> {
                out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n"));
                out.write(jpeg(1));
            });
            assertThatThrownBy(() -> open(secure.url("/cam"))).isInstanceOf(SourceException.class)
                    .hasMessageContaining("certificate is not trusted").hasMessageContaining("verifySourceCertificate=false");
            CameraUrl url = CameraUrl.parse(secure.url("/cam"));
            try (FrameReader reader =
                    new MjpegOpener(url, "The camera", "mjpeg_url", HostCheck.ANY, false, HttpProxy.OF_THE_JVM).open(interruption)) {
                assertThat(PaintedFrames.read(reader.read().frame())).isEqualTo(1);
            }
        }
    }

    private static SSLContext selfSigned(Path keys) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process keytool = new ProcessBuilder(tool, "-genkeypair", "-keyalg", "EC", "-alias", "camera", "-dname", "CN=camera",
                "-storepass", "changeit", "-keystore", keys.toString()).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(KeyStore.getInstance(keys.toFile(), "changeit".toCharArray()), "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void aWebPageIsNamedAsSuch() throws Exception {
        camera.on("/", (request, out) -> out.write(ascii("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\n<ht>")));
        assertThatThrownBy(() -> open(camera.url(""))).hasMessageContaining("web page").hasMessageContaining("mjpeg_url");
        assertThatThrownBy(() -> open(camera.url("/nothing"))).hasMessageContaining("404").hasMessageContaining("path");
    }

    /** Slow answers, endless junk and headers, an image without an end: each wait has a limit. */
    @ParameterizedTest
    @ValueSource(strings = {"/silent", "/silent-body", "/drip", "/drip-body", "/junk", "/headers"})
    void nothingWaitsForEver(String path) throws Exception {
        camera.on("/silent", (request, out) -> new CountDownLatch(1).await());
        camera.on("/silent-body", (request, out) -> {
            out.write(ascii(MULTIPART));
            out.flush();
            new CountDownLatch(1).await();
        });
        camera.on("/drip", (request, out) -> drip(out, ascii("HTTP/1.1 200 OK\r\nX-Header: " + "x".repeat(1000))));
        camera.on("/drip-body", (request, out) -> drip(out, concat(ascii(MULTIPART), jpeg(1))));
        camera.on("/junk", (request, out) -> endless(out, MULTIPART, "\u00ff\u00d8junk--cut\r\n\r\n"));
        camera.on("/headers", (request, out) -> endless(out, "HTTP/1.1 200 OK\r\n", "X-Header: more of them\r\n"));
        assertThatThrownBy(() -> {
            try (FrameReader reader = open(camera.url(path))) {
                reader.read();
            }
        }).isInstanceOf(SourceException.class).hasMessageContaining("The camera");
        await().atMost(Duration.ofSeconds(40)).until(() -> camera.open() == 0 || path.startsWith("/silent"));
    }

    private static void drip(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            new CountDownLatch(1).await(500, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private static void endless(OutputStream out, String head, String more) throws IOException {
        out.write(ascii(head));
        while (true) {
            out.write(ascii(more));
        }
    }

    @Test
    void aImageThatIsTooLargeEndsIt() throws Exception {
        byte[] start = HexFormat.of().parseHex("ffd8ffda0004000000");
        camera.on("/cam", (request, out) -> {
            out.write(ascii(MULTIPART));
            out.write(start);
            endless(out, "", "x".repeat(8192));
        });
        try (FrameReader reader = open(camera.url("/cam"))) {
            assertThatThrownBy(reader::read).isInstanceOf(SourceException.class).hasMessageContaining("The camera");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/silent", "/silent-body"})
    void isStoppedFromAnotherThread(String path) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        camera.on("/silent", (request, out) -> {
            asked.countDown();
            new CountDownLatch(1).await();
        });
        camera.on("/silent-body", (request, out) -> {
            out.write(ascii(MULTIPART));
            out.flush();
            asked.countDown();
            new CountDownLatch(1).await();
        });
        CompletableFuture<String> ended = CompletableFuture.supplyAsync(() -> {
            try (FrameReader reader = open(camera.url(path))) {
                return String.valueOf(reader.read());
            } catch (SourceException e) {
                return e.getMessage();
            }
        });
        asked.await();
        interruption.stop();
        assertThat(ended.get(40, java.util.concurrent.TimeUnit.SECONDS)).isIn("null", "The camera was stopped");
    }
}
