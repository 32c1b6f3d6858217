package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.testing.AttackRow;
import io.github.camelvision.roboflow.webrtc.testing.HostileServer.Attack;
import io.github.camelvision.roboflow.webrtc.testing.HostileServer.Sending;
import io.github.camelvision.roboflow.webrtc.testing.HostileServer;
import io.github.camelvision.roboflow.webrtc.testing.Results;
import io.github.camelvision.roboflow.webrtc.testing.SmallClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that attack: a JVM with a heap of 128 MiB stands it, and another session in it, the witness, loses nothing. */
class HostilePeersIT {

    private static final String HEAP = "128m";
    private static final int HEAP_MIB = 128;
    private static final int MEBI = 1024 * 1024;

    /** What a server sends, and how many bytes of it prove enough. */
    enum Sent {
        BAD_HEADERS(HostilePeersIT::badHeaders, MEBI),
        WRONG_TYPES(HostilePeersIT::wrongTypes, MEBI / 2),
        ENDLESS_MESSAGES(HostilePeersIT::endless, 80 * MEBI),
        GZIP_BOMBS(HostilePeersIT::gzipBombs, 2 * MEBI),
        DEEP_NESTING(HostilePeersIT::deepNesting, 4 * MEBI),
        LARGE_JSON(HostilePeersIT::largeJson, 100 * MEBI),
        MANY_NODES(HostilePeersIT::manyNodes, MEBI / 4),
        FLOOD(HostilePeersIT::flood, 3 * MEBI);

        private final Attack attack;
        private final long enough;

        Sent(Attack attack, long enough) {
            this.attack = attack;
            this.enough = enough;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherSessionLosesNothing(Sent sent) {
        check(sent, 1, "");
    }

    /** Nothing may be lost there, so that a message for which there is no memory costs the connection; a reason is told. */
    @Test
    void sessionsThatMustLoseNothingLoseTheirConnectionAndSayWhy() {
        SmallClient.Status status = check(Sent.ENDLESS_MESSAGES, 1, "&realtimeProcessing=false");
        assertThat(status.others()).singleElement().asString().contains("Session attacked2 holds").contains("memoryBudget");
    }

    @Test
    void fourSessionsOfMessagesThatNeverEndTakeNothingFromTheFifth() {
        check(Sent.ENDLESS_MESSAGES, 4, "");
    }

    private static SmallClient.Status check(Sent sent, int sessions, String options) {
        String workflow = sent.name();
        long enough = sent.enough * sessions;
        try (HostileServer server = new HostileServer(Map.of(workflow, sent.attack));
                SmallClient client = new SmallClient(HEAP, server.url(), options, Collections.nCopies(sessions, workflow))) {
            await("the attack").atMost(150, SECONDS).until(() -> {
                client.status();
                return server.sent(workflow) >= enough;
            });
            long before = client.status().received();
            await("the witness goes on").atMost(45, SECONDS).until(() -> client.status().received() >= before + 100);
            SmallClient.Status status = client.status();
            System.out.printf(
                    "hostile: %d x %s %s: %,d bytes sent, witness %d results, %d missing, longest gap %d ms, heap %d MiB, held %d%n",
                    sessions, workflow, options, server.sent(workflow), status.received(), status.missing(), status.longestGapMillis(),
                    status.heapMib(), status.held());
            String name = sent.name().toLowerCase(Locale.ROOT).replace('_', ' ') + (sessions == 1 ? "" : " in " + sessions + " sessions")
                    + (options.isEmpty() ? "" : ", lossless");
            AttackRow.write(name, "client", server.sent(workflow) / 1000 + " kB", status.received() + " results of another session, "
                    + status.missing() + " missing, longest gap " + status.longestGapMillis() + " ms",
                    "heap " + status.heapMib() + " of "
                            + HEAP_MIB + " MiB");
            status.others().forEach(System.out::println);
            assertThat(status.missing()).isZero();
            assertThat(status.heapMib()).isLessThan(HEAP_MIB);
            assertThat(status.held()).isLessThanOrEqualTo(HEAP_MIB / 2L * MEBI);
            return status;
        }
    }

    // ---- attacks

    private static void badHeaders(Sending to) {
        Random random = new Random(11);
        while (to.open()) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            to.send(message);
            to.send(header(random.nextInt(3), random.nextInt(5) - 1, random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(3), 100));
            if (random.nextInt(50) == 0) {
                to.send(Results.message(1));
            }
        }
    }

    /** docs/protocol.adoc#chunks. */
    private static byte[] header(int frame, int chunk, int total, int payload) {
        return ByteBuffer.allocate(12 + payload).order(ByteOrder.LITTLE_ENDIAN).putInt(frame).putInt(chunk).putInt(total).array();
    }

    private static void wrongTypes(Sending to) {
        List<String> texts = List.of("[]", "null", "7", "\"\"", "{\"serialized_output_data\":7,\"video_metadata\":[],\"errors\":{}}",
                "{\"video_metadata\":{\"frame_id\":\"x\",\"pts\":{},\"fps\":[1]}}", "{\"errors\":[{},[],null,7]}",
                "{\"serialized_output_data\":{\"p\":{\"predictions\":{\"predictions\":7}}}}", "{\"processing_complete\":\"no\"}");
        Random random = new Random(12);
        long frame = 0;
        while (to.open()) {
            for (String text : texts) {
                to.sendText(text);
            }
            byte[] bad = new byte[20];
            random.nextBytes(bad);
            HostileServer.chunks(++frame, bad).forEach(to::send);
            to.send(Results.message(++frame));
        }
    }

    private static void endless(Sending to) {
        byte[] payload = new byte[48 * 1024];
        for (int frame = 1; to.open(); frame++) {
            int total = 64 * MEBI / payload.length;
            for (int chunk = 0; chunk < total - 1 && to.open(); chunk++) {
                to.send(header(frame, chunk, total, payload.length));
            }
        }
    }

    private static void gzipBombs(Sending to) {
        byte[] bomb = gzip(1024, ' ');
        byte[] lies = gzip(64, ' ');
        ByteBuffer.wrap(lies).order(ByteOrder.LITTLE_ENDIAN).putInt(lies.length - 4, 100);
        for (long frame = 1; to.open(); frame++) {
            HostileServer.chunks(frame, bomb).forEach(to::send);
            HostileServer.chunks(++frame, lies).forEach(to::send);
        }
    }

    private static byte[] gzip(int mebibytes, char content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] part = new byte[MEBI];
        Arrays.fill(part, (byte) content);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < mebibytes; i++) {
                gzip.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void deepNesting(Sending to) {
        byte[] plain = ("{\"serialized_output_data\":{\"p\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] inObjects = ("{\"video_metadata\":" + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_001)).getBytes(StandardCharsets.UTF_8);
        for (long frame = 1; to.open(); frame++) {
            HostileServer.chunks(frame, plain).forEach(to::send);
            HostileServer.chunks(++frame, inObjects).forEach(to::send);
        }
    }

    private static void largeJson(Sending to) {
        byte[] json = Results.json(1, null, "{\"list\":[" + "1234567,".repeat(50 * MEBI / 8) + "1]}");
        for (long frame = 1; to.open(); frame++) {
            HostileServer.chunks(frame, json).forEach(to::send);
        }
    }

    private static void manyNodes(Sending to) {
        byte[] json = Results.gzip(Results.json(1, null, "{\"list\":[" + "{},".repeat(2_000_000) + "1]}"));
        for (long frame = 1; to.open(); frame++) {
            HostileServer.chunks(frame, json).forEach(to::send);
        }
    }

    private static void flood(Sending to) {
        for (long frame = 1; to.open(); frame++) {
            to.send(Results.message(frame));
        }
    }
}
