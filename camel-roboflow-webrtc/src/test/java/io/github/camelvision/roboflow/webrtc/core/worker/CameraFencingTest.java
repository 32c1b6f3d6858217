package io.github.camelvision.roboflow.webrtc.core.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sessions of a camera whose owners change. */
class CameraFencingTest {

    private WorkerServer server;

    private void worker(WorkerOptions.Builder options) {
        server = new WorkerServer(options.build(), task -> CompletableFuture.completedFuture(Map.of()), FakeWorkerPeer::new);
    }

    private static WorkerOptions.Builder fencing() {
        return WorkerOptions.builder().apiKeys(List.of("key-of-acme", "key-of-others")).maxSessions(2).fencing(true);
    }

    private WorkerAnswer ask(String key, String owner) {
        return server.initialise(WorkerRequests.body("{'api_key':'" + key + "'}"), Map.of("x-camera-owner", owner)).toCompletableFuture()
                .orTimeout(45, SECONDS).join();
    }

    private WorkerAnswer ask(long epoch) {
        return ask("key-of-acme", CameraOwner.of(epoch, "plant", "north").header());
    }

    private WorkerSession open(long epoch) {
        WorkerAnswer answer = ask(epoch);
        assertThat(answer.status()).isEqualTo(200);
        return answer.session();
    }

    private static void refused(WorkerAnswer answer, int status, String... parts) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains(parts).doesNotContain("key-of");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop().toCompletableFuture().join();
        }
    }

    @Test
    void aNewerOwnerEndsTheSessionOfTheFormerOneAndHasItsPlace() {
        worker(fencing().maxSessions(1));
        WorkerSession former = open(3);
        WorkerSession newer = open(4);
        assertThat(server.sessions()).containsExactly(newer);
        await().atMost(45, SECONDS).until(() -> former.state() == WorkerSession.State.CLOSED);
        refused(ask(3), 409, CameraOwner.LOST, "epoch 4", "epoch 3");
        assertThat(server.sessions()).containsExactly(newer);
        assertThat(newer.state()).isNotEqualTo(WorkerSession.State.CLOSED);
    }

    @Test
    void theSameOwnerMayConnectAgainBesideItself() {
        worker(fencing());
        assertThat(List.of(open(3), open(3))).containsExactlyInAnyOrderElementsOf(server.sessions());
    }

    @Test
    void aFormerOwnerIsLetInAgainWhenNobodyHasTheCamera() {
        worker(fencing());
        open(4).close();
        await().atMost(45, SECONDS).until(() -> server.sessions().isEmpty());
        open(3);
    }

    @Test
    void otherCamerasOtherKeysAndSessionsWithoutOwnerAreLeftAlone() {
        worker(fencing().maxSessions(9));
        ask("key-of-others", CameraOwner.of(1, "plant", "north").header());
        ask("key-of-acme", CameraOwner.of(1, "plant", "south").header());
        server.initialise(WorkerRequests.body("{'api_key':'key-of-acme'}"), Map.of()).toCompletableFuture().join();
        open(9);
        assertThat(server.sessions()).hasSize(4);
        assertThat(ask("key-of-others", CameraOwner.of(2, "plant", "north").header()).status()).isEqualTo(200);
        assertThat(server.sessions()).hasSize(4);
        refused(ask("unknown", CameraOwner.of(99, "plant", "north").header()), 401, "API key");
        assertThat(server.sessions()).hasSize(4);
    }

    @Test
    void whateverTheOrderOfRequestsTheNewestOwnerAloneIsLeft() throws Exception {
        worker(fencing());
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            for (long round = 0; round < 50; round++) {
                long first = round * 8;
                for (Future<WorkerAnswer> answer : callers.invokeAll(LongStream.range(first, first + 8)
                        .mapToObj(epoch -> (java.util.concurrent.Callable<WorkerAnswer>) () -> ask(epoch)).toList())) {
                    // one that was ended before its answer is told so
                    assertThat(answer.get().status()).isIn(200, 409, 503);
                }
                refused(ask(first + 6), 409, "epoch " + (first + 7));
                assertThat(server.sessions()).hasSize(1);
            }
        } finally {
            callers.shutdown();
        }
    }

    @Test
    void anOwnerInAnotherFormIsRefused() {
        worker(fencing());
        for (String wrong : List.of("", "north", "epoch=-1; camera=north", "epoch=1; camera=", "epoch=1; camera=" + "n".repeat(201),
                "epoch=1; camera=n\u00f6rth", "epoch=" + "9".repeat(19) + "; camera=north")) {
            refused(ask("key-of-acme", wrong), 400, CameraOwner.HEADER, "1 to 200 printable ASCII characters");
        }
        assertThat(server.sessions()).isEmpty();
    }

    @Test
    void withoutFencingOwnersAreIgnored() {
        worker(fencing().fencing(false));
        open(4);
        open(3);
        assertThat(server.sessions()).hasSize(2);
    }

    @Test
    void fencingNeedsKeys() {
        assertThatThrownBy(() -> WorkerOptions.builder().fencing(true).build()).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fencing=true needs apiKeys");
    }
}
