package io.github.camelvision.roboflow.webrtc.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.wire.ChunkSplitter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A server over real WebRTC that sends what a test wants: to each session what the {@link Attack} does that its request names as the
 * workflow. Sessions of the workflow {@value #GOOD} get a small result every 20 ms.
 */
public final class HostileServer implements AutoCloseable {

    public static final String GOOD = "good";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is sent on a channel once it is open, on a thread of its own, until it is closed. */
    @FunctionalInterface
    public interface Attack {

        void run(Sending sending);
    }

    private final RtcRuntime runtime = RtcRuntime.shared();
    private final Map<String, Attack> attacks;
    private final Collection<Client> clients = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicLong> sent = new ConcurrentHashMap<>();
    private final HttpServer http;

    /** @param attacks by the workflow's id */
    public HostileServer(Map<String, Attack> attacks) {
        this.attacks = attacks;
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/initialise_webrtc_worker", this::initialise);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Bytes that the sessions of an attack were sent. */
    public long sent(String attack) {
        return sent.computeIfAbsent(attack, key -> new AtomicLong()).get();
    }

    private void initialise(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            String attack = request.path("workflow_configuration").path("workflow_id").asText();
            Client client = new Client(attack);
            clients.add(client);
            client.peer = runtime.newPeer(IceConfig.NONE, client);
            String sdp = client.peer.acceptOffer(request.path("webrtc_offer").path("sdp").asText())
                    .thenCompose(done -> client.peer.createAnswer(Duration.ofMillis(500))).orTimeout(20, TimeUnit.SECONDS).join();
            byte[] answer = JSON.writeValueAsBytes(Map.of("status", "success", "type", "answer", "sdp", sdp));
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** The result of one frame, in chunks. */
    public static List<byte[]> chunks(long frameId, byte[] json) {
        return ChunkSplitter.split(frameId, json, ChunkSplitter.CHUNK_PAYLOAD);
    }

    private static void good(Sending sending) {
        long frame = 0;
        while (sending.open()) {
            sending.send(Results.message(++frame));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** The channel of one session. */
    public static final class Sending {

        private final RtcChannel channel;
        private final AtomicLong bytes;
        private volatile boolean closed;

        Sending(RtcChannel channel, AtomicLong bytes) {
            this.channel = channel;
            this.bytes = bytes;
        }

        public boolean open() {
            return !closed && channel.isOpen();
        }

        /** Waits while the channel is full. */
        public void send(byte[] message) {
            send(message, true);
        }

        public void sendText(String message) {
            send(message.getBytes(StandardCharsets.UTF_8), false);
        }

        private void send(byte[] message, boolean binary) {
            boolean taken = false;
            while (open() && !taken) {
                taken = channel.trySend(message, binary);
                if (!taken) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            }
            bytes.addAndGet(message.length);
        }
    }

    private final class Client implements RtcPeer.Listener {

        private final String attack;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile RtcPeer peer;
        private volatile Sending sending;

        Client(String attack) {
            this.attack = attack;
        }

        @Override
        public void onConnectionState(RtcPeer.ConnectionState state) {
            // its channel tells
        }

        @Override
        public void onRemoteChannel(RtcChannel channel) {
            Sending target = new Sending(channel, sent.computeIfAbsent(attack, key -> new AtomicLong()));
            sending = target;
            channel.setListener(new RtcChannel.Listener() {
                @Override
                public void onOpen() {
                    Thread thread = new Thread(() -> {
                        try {
                            attacks.getOrDefault(attack, HostileServer::good).run(target);
                        } finally {
                            ended.countDown();
                        }
                    }, "hostile-" + attack);
                    thread.setDaemon(true);
                    thread.start();
                }

                @Override
                public void onClosed() {
                    target.closed = true;
                }

                @Override
                public void onMessage(byte[] data, boolean binary) {
                    // acknowledgements
                }
            });
        }

        @Override
        public void onVideoFrame(Frame frame, long rtpTimestamp) {
            // nobody looks at it
        }

        void close() {
            Sending target = sending;
            if (target != null) {
                target.closed = true;
                try {
                    ended.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            if (peer != null) {
                peer.close();
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        clients.forEach(Client::close);
        runtime.close();
    }
}
