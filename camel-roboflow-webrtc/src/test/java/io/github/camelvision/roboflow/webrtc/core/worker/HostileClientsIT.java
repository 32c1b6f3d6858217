package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.AttackRow;
import io.github.camelvision.roboflow.webrtc.testing.Heap;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that attack a worker: another client of it, the witness, goes on getting its results. */
class HostileClientsIT {

    private static final Duration LONG = Duration.ofSeconds(45);

    @TempDir
    Path uploads;

    private final AtomicInteger next = new AtomicInteger();
    private RtcRuntime runtime;
    private WorkerServer server;
    private LoopbackClient witness;

    @BeforeEach
    void start() throws IOException {
        runtime = RtcRuntime.create();
        server = new WorkerServer(WorkerOptions.builder().uploadDirectory(uploads).allowedSourceHosts(List.of("cam.local")).build(),
                task -> CompletableFuture.completedFuture(Map.of("number", PaintedFrames.read(task.frame()))), runtime::newPeer);
        witness = new LoopbackClient(runtime, LoopbackClient.Video.SEND_AND_RECEIVE, false);
        witness.connect(server, "{'manual_mode':true}");
        witnessGoesOn();
    }

    @AfterEach
    void stop() {
        witness.close();
        server.stop().toCompletableFuture().join();
        runtime.close();
    }

    /** @return how many results it got meanwhile */
    private int witnessGoesOn() {
        int before = witness.results.size();
        await().atMost(LONG).pollInterval(Duration.ofMillis(40)).until(() -> {
            witness.push(PaintedFrames.paint(next.incrementAndGet() % 1000, 320, 240));
            return witness.results.size() >= before + 10;
        });
        return witness.results.size() - before;
    }

    private void row(String attack, String given, String outcome) {
        AttackRow.write(attack, "worker", given, outcome + "; another session got " + witnessGoesOn() + " more results",
                "heap " + Heap.used() / Heap.MEGABYTE + " MiB");
    }

    private int flood(int messages, boolean binary, IntFunction<byte[]> message) throws IOException {
        int sent = 0;
        try (LoopbackClient hostile = new LoopbackClient(runtime, LoopbackClient.Video.NONE, false)) {
            hostile.connect(server, "{'rtsp_url':null,'manual_mode':true}");
            for (int i = 0; i < messages; i++) {
                sent += hostile.offer(message.apply(i), binary) ? 1 : 0;
            }
            witnessGoesOn();
        }
        return sent;
    }

    @Test
    void floodsOfOutputChangesTakeNothingFromOthers() throws Exception {
        int sent = flood(20_000, false, i -> ("{\"stream_output\":[\"a" + i + "\"],\"data_output\":[\"b" + i + "\"]}").getBytes());
        assertThat(sent).isPositive();
        row("changes of outputs", sent + " messages", "taken or dropped");
    }

    @Test
    void floodsOfGarbageTakeNothingFromOthers() throws Exception {
        Random random = new Random(5);
        int sent = 0;
        for (boolean binary : new boolean[] {true, false}) {
            sent += flood(5_000, binary, i -> {
                byte[] garbage = new byte[random.nextInt(4000)];
                random.nextBytes(garbage);
                return binary ? garbage : new String(garbage, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
            });
        }
        assertThat(sent).isPositive();
        row("garbage on the channel", sent + " messages", "counted as bad");
    }

    /** Ways to write 127.0.0.1, or no host at all, where only {@code cam.local} is allowed: none is connected to. */
    @Test
    void oddAddressesAreRefusedAndNothingIsFetched() throws Exception {
        try (ServerSocket inside = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            int port = inside.getLocalPort();
            List<String> hosts = List.of("127.0.0.1", "2130706433", "017700000001", "0x7f000001", "0x7f.1", "127.1", "0", "[::1]",
                    "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "localhost", "LOCALHOST.", "cam.local@127.0.0.1", "user:cam.local@127.0.0.1",
                    "127.0.0.1#@cam.local", "127.0.0.1?@cam.local", "127.0.0.1\\\\@cam.local", "cam.local.127.0.0.1", "cam.locale",
                    "%63am.local%00127.0.0.1", "127.0.0.1%0d%0aHost:%20cam.local", "\uff11\uff12\uff17.0.0.1");
            int asked = 0;
            for (String scheme : List.of("rtsp", "http")) {
                String field = scheme.equals("rtsp") ? "rtsp_url" : "mjpeg_url";
                for (String host : hosts) {
                    refused("{'" + field + "':'" + scheme + "://" + host + ":" + port + "/a'}");
                    asked++;
                }
                for (String url : List.of("file:///etc/passwd", "/etc/passwd", "concat:/etc/passwd|/etc/hosts",
                        "subfile,,start,0,end,9,,:/etc/passwd", "tcp://127.0.0.1:" + port, "udp://127.0.0.1:" + port, "pipe:0",
                        "data:text/plain,x", "async:http://127.0.0.1:" + port, "rtsp://cam.local\\r\\nx: y/", "cam.local", "")) {
                    refused("{'" + field + "':'" + url + "'}");
                    asked++;
                }
            }
            inside.setSoTimeout(300);
            org.assertj.core.api.Assertions.assertThatThrownBy(inside::accept).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.sessions()).hasSize(1);
            row("odd addresses of cameras", asked + " requests", "each refused, nothing was connected to");
        }
    }

    private WorkerAnswer ask(String request) {
        return server.initialise(WorkerRequests.body(request), Map.of()).toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void refused(String request) {
        WorkerAnswer answer = ask(request);
        assertThat(answer.status()).as(request).isBetween(400, 422);
    }
}
