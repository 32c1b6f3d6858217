package io.github.camelvision.roboflow.webrtc.core.capture.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.capture.CaptureInput;
import io.github.camelvision.roboflow.webrtc.core.capture.HostCheck;
import io.github.camelvision.roboflow.webrtc.core.capture.Interruption;
import io.github.camelvision.roboflow.webrtc.core.capture.ffmpeg.FfmpegOpener;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RTSP servers that redirect, ask for logins, dawdle and lie. */
@Timeout(120)
class RtspServerTest {

    private final List<ServerSocket> servers = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (ServerSocket server : servers) {
            server.close();
        }
    }

    /** Says what one connection's server does with each request; empty: it says nothing. */
    private interface Reply {
        String to(String request, int cseq, OutputStream out) throws IOException;
    }

    private int server(Reply reply) throws IOException {
        ServerSocket server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        servers.add(server);
        daemon(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                daemon(() -> serve(socket, reply));
            }
        });
        return server.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the test, or the client, is over
                return;
            }
        }, "rtsp-server");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket, Reply reply) throws IOException {
        try (socket) {
            asked.add("connection to " + socket.getLocalPort());
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String request = in.readLine();
            while (request != null) {
                int cseq = 0;
                for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                    cseq = header.startsWith("CSeq:") ? Integer.parseInt(header.substring(5).trim()) : cseq;
                }
                asked.add(request);
                socket.getOutputStream().write(reply.to(request, cseq, socket.getOutputStream()).getBytes(StandardCharsets.US_ASCII));
                request = in.readLine();
            }
        }
    }

    private static String answer(int cseq, String status, String headers) {
        return "RTSP/1.0 " + status + "\r\nCSeq: " + cseq + "\r\n" + headers + "\r\n";
    }

    private static Reply redirectingTo(String url) {
        return (request, cseq, out) -> request.startsWith("OPTIONS") ? answer(cseq, "200 OK", "Public: OPTIONS, DESCRIBE\r\n")
                : answer(cseq, "302 Moved", "Location: " + url + "\r\n");
    }

    private static Reply refusing(String challenge) {
        return (request, cseq, out) -> request.startsWith("OPTIONS") ? answer(cseq, "200 OK", "Public: OPTIONS, DESCRIBE\r\n")
                : answer(cseq, "401 Unauthorized", challenge);
    }

    private static FfmpegOpener opener(String url, HostCheck hosts) {
        return new FfmpegOpener(StreamInputs.rtsp(url, "The camera", "rtsp_url", true), hosts, () -> {});
    }

    private static void refuseOthersThan(int port, java.net.URI uri) {
        if (uri.getPort() != port) {
            throw new SourceException("not allowed: " + uri.getHost() + ":" + uri.getPort(), false);
        }
    }

    @Test
    void aRedirectToARefusedHostIsNotFollowed() throws IOException {
        int refused = server((request, cseq, out) -> answer(cseq, "404 Not Found", ""));
        int first = server(redirectingTo("rtsp://127.0.0.1:" + refused + "/secret"));

        assertThatThrownBy(() -> opener("rtsp://127.0.0.1:" + first + "/cam", uri -> refuseOthersThan(first, uri)).open(new Interruption()))
                .isInstanceOf(SourceException.class).hasMessage("not allowed: 127.0.0.1:" + refused);

        assertThat(asked).contains("connection to " + first).doesNotContain("connection to " + refused);
    }

    @Test
    void aServerThatRedirectsOnlyFfmpegLeadsNowhere() throws IOException {
        int refused = server((request, cseq, out) -> answer(cseq, "404 Not Found", ""));
        // no OPTIONS: the question that finds out about redirects gets another answer
        boolean[] known = new boolean[1];
        int first = server((request, cseq, out) -> {
            known[0] |= request.startsWith("OPTIONS");
            boolean ffmpeg = known[0];
            known[0] = ffmpeg && request.startsWith("OPTIONS");
            return ffmpeg ? redirectingTo("rtsp://127.0.0.1:" + refused + "/secret").to(request, cseq, out)
                    : answer(cseq, "200 OK", "");
        });

        assertThatThrownBy(() -> opener("rtsp://127.0.0.1:" + first + "/cam", HostCheck.ANY).open(new Interruption()))
                .isInstanceOf(SourceException.class).hasMessageContaining("The camera cannot be opened");

        assertThat(asked).doesNotContain("connection to " + refused);
    }

    @Test
    void anAllowedRedirectIsFollowedWithTheLoginOfItsHost() throws IOException {
        int second = server(refusing("WWW-Authenticate: Basic realm=\"camera\"\r\n"));
        int first = server(redirectingTo("rtsp://127.0.0.1:" + second + "/other"));

        assertThatThrownBy(() -> opener("rtsp://me:s3cret@127.0.0.1:" + first + "/cam", HostCheck.ANY).open(new Interruption()))
                .hasMessageContaining("401").hasMessageContaining("rtsp_url").hasMessageNotContaining("s3cret");

        assertThat(asked).contains("connection to " + second).anyMatch(line -> line.startsWith("DESCRIBE") && line.contains("/other"));
    }

    @Test
    void endlessRedirectsEnd() throws IOException {
        int[] port = new int[1];
        port[0] = server((request, cseq, out) -> redirectingTo("rtsp://127.0.0.1:" + port[0] + "/again").to(request, cseq, out));

        assertThatThrownBy(() -> opener("rtsp://127.0.0.1:" + port[0] + "/cam", HostCheck.ANY).open(new Interruption()))
                .hasMessage("The camera redirects more than 5 times");
    }

    @Test
    void aLoginThatFfmpegDoesNotHaveIsNamed() throws IOException {
        int port = server(refusing("WWW-Authenticate: Digest realm=\"camera\", nonce=\"1\", algorithm=SHA-256\r\n"));

        assertThatThrownBy(() -> opener("rtsp://me:s3cret@127.0.0.1:" + port + "/cam", HostCheck.ANY).open(new Interruption()))
                .hasMessageContaining("SHA-256 digest").hasMessageContaining("MD5").hasMessageNotContaining("s3cret");
    }

    @Test
    void aWrongPasswordIsNotBlamedOnTheDigest() throws IOException {
        int port = server(refusing("WWW-Authenticate: Digest realm=\"camera\", nonce=\"1\", algorithm=SHA-256\r\n"
                + "WWW-Authenticate: Digest realm=\"camera\", nonce=\"1\", algorithm=MD5\r\n"));

        assertThatThrownBy(() -> opener("rtsp://me:s3cret@127.0.0.1:" + port + "/cam", HostCheck.ANY).open(new Interruption()))
                .hasMessageContaining("401").hasMessageContaining("user name and password").hasMessageNotContaining("SHA");
    }

    /** One byte now and then keeps every timeout of FFmpeg's from passing. */
    @Test
    void aCameraThatDawdlesEndsWhenItIsStoppedWhileOpening() throws Exception {
        int port = server((request, cseq, out) -> {
            byte[] slow = ("RTSP/1.0 200 OK\r\nX: " + "x".repeat(1000)).getBytes(StandardCharsets.US_ASCII);
            for (byte next : slow) {
                out.write(next);
                out.flush();
                await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            }
            return "";
        });
        Interruption interruption = new Interruption();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                opener("rtsp://127.0.0.1:" + port + "/cam", HostCheck.ANY).open(interruption);
                ended.complete(null);
            } catch (SourceException e) {
                ended.complete(e);
            }
        }, "reader");
        reader.start();
        await().atMost(Duration.ofSeconds(45)).until(() -> asked.stream().anyMatch(line -> line.startsWith("OPTIONS")));

        interruption.stop();

        assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(SourceException.class);
        reader.join(Duration.ofSeconds(30).toMillis());
        assertThat(reader.isAlive()).isFalse();
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() {
        assertThat(StreamInputs.rtsp("rtsps://camera/1", "x", "y", true).options()).containsEntry("tls_verify", "1").containsKey("ca_file");
        assertThat(StreamInputs.rtsp("rtsp://camera/1", "x", "y", true).options()).doesNotContainKey("tls_verify");
        assertThat(StreamInputs.rtmp("rtmps://camera/1", "x", "y", true).options()).containsEntry("tls_verify", "1").containsKey("ca_file");
        assertThat(StreamInputs.rtsp("rtsps://camera/1", "x", "y", false).options()).containsEntry("tls_verify", "0");
    }

    @Test
    void headsAreUnderstood() {
        assertThat(RtspInquiry.answer(List.of())).isNull();
        assertThat(RtspInquiry.answer(List.of("RTSP/1.0 301 Moved", "LOCATION:  rtsp://b/c ")).location()).isEqualTo("rtsp://b/c");
        assertThat(RtspInquiry.answer(List.of("RTSP/1.0 200 OK", "Location: rtsp://b/c")).location()).isNull();
        assertThat(RtspInquiry.answer(List.of("RTSP/1.0 401 No", "WWW-Authenticate: Digest algorithm=\"SHA-256\"")).onlySha256()).isTrue();
        assertThat(RtspInquiry.answer(List.of("RTSP/1.0 401 No", "WWW-Authenticate: Digest realm=\"x\"")).onlySha256()).isFalse();
    }

    @Test
    void aLoginGoesWithARedirectToTheSameHostOnly() {
        CaptureInput input = StreamInputs.rtsp("rtsp://a/b", "The camera", "rtsp_url", true);
        assertThat(RtspInquiry.target("rtsp://me:pw@a/b", "rtsp://a:8554/c", input)).hasToString("rtsp://me:pw@a:8554/c");
        assertThat(RtspInquiry.target("rtsp://me:pw@a/b", "rtsp://other/c", input)).hasToString("rtsp://other/c");
        assertThat(RtspInquiry.target("rtsp://me:pw@a/b", "/c", input)).hasToString("rtsp://me:pw@a/c");
        assertThatThrownBy(() -> RtspInquiry.target("rtsp://a/b", "http://a/c", input)).hasMessageContaining("no RTSP stream");
        assertThatThrownBy(() -> RtspInquiry.target("rtsp://a/b", "rtsp://", input)).isInstanceOf(RuntimeException.class);
    }
}
