package io.github.camelvision.roboflow.webrtc.examples.springboot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are slow or too large, to the worker of the packaged application with 256 MB of heap: its client goes on meanwhile. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 600, threadMode = ThreadMode.SEPARATE_THREAD)
class SpringBootHostileIT {

    private static final int SLOW = 250;
    private static final int MEBI = 1024 * 1024;
    private static final int LARGE_MEBI = 400;
    private static final String HEAD = "POST /initialise_webrtc_worker HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    @TempDir
    private static Path directory;

    private static PackagedApplication application;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        application = new PackagedApplication(directory);
        application.awaitPredictions(3);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private Socket connect(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), application.port);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** More than the server's threads. Headers that never end, and bodies that come byte by byte; the latter are told so. */
    @Test
    void slowClientsKeepNobodyOutAndAreToldTheirTimeIsUp() throws Exception {
        List<Socket> headers = new ArrayList<>();
        List<Socket> bodies = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW; i++) {
                headers.add(connect(HEAD));
                bodies.add(connect(HEAD + "Content-Length: 900000\r\n\r\n{"));
            }
            assertThat(post("{}").statusCode()).isEqualTo(422);
            application.awaitPredictions(2);
            Socket last = bodies.get(SLOW - 1);
            last.setSoTimeout(20);
            StringBuilder answer = new StringBuilder();
            await("an answer").pollInterval(Duration.ofMillis(100)).atMost(60, SECONDS).until(() -> drips(last, answer));
            assertThat(answer.toString()).startsWith("HTTP/1.1 408").contains("RequestTimeout");
            assertThat(post("{}").statusCode()).isEqualTo(422);
        } finally {
            for (List<Socket> sockets : List.of(headers, bodies)) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    }

    /** Sends another byte; true when there is an answer. */
    private static boolean drips(Socket socket, StringBuilder answer) throws IOException {
        try {
            socket.getOutputStream().write(' ');
            byte[] bytes = new byte[2000];
            int count = socket.getInputStream().read(bytes);
            answer.append(new String(bytes, 0, Math.max(0, count), StandardCharsets.US_ASCII));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void aBodyThatIsTooLargeIsNotRead() throws Exception {
        for (String length : List.of("Content-Length: " + (long) LARGE_MEBI * MEBI + "\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n" + Long.toHexString((long) LARGE_MEBI * MEBI) + "\r\n")) {
            try (Socket socket = connect(HEAD + length)) {
                byte[] block = new byte[MEBI];
                int sent = 0;
                try {
                    for (; sent < LARGE_MEBI; sent++) {
                        socket.getOutputStream().write(block);
                    }
                } catch (SocketException e) {
                    System.out.println("hostile: closed after " + sent + " MiB of " + length.strip());
                }
                assertThat(sent).isLessThan(LARGE_MEBI);
            }
        }
        assertThat(post(" ".repeat(MEBI + 1)).statusCode()).isEqualTo(413);
        assertThat(post(" ".repeat(MEBI - 2) + "{}").statusCode()).isEqualTo(422);
        application.awaitPredictions(2);
        assertThat(Files.readString(application.out)).doesNotContain("OutOfMemory");
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port + "/initialise_webrtc_worker"))
                .header("Content-Type", "application/json").timeout(Duration.ofSeconds(45)).POST(BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
