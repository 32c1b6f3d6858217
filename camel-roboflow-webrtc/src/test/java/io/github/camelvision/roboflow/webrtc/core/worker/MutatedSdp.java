package io.github.camelvision.roboflow.webrtc.core.worker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.rtc.ChannelProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.core.worker.request.WorkerRequests;
import io.github.camelvision.roboflow.webrtc.testing.AttackRow;
import io.github.camelvision.roboflow.webrtc.testing.InProcessSignalling;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.SdpMutations;
import io.github.camelvision.roboflow.webrtc.testing.Soak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * Session descriptions that libwebrtc, aiortc and Chromium would not make, given to a worker as offers and to a client as answers. The
 * last one that was given is in {@code target}, for the case that native code ends the process.
 */
public final class MutatedSdp implements AutoCloseable {

    private static final int SAMPLES = 20;
    /** Sessions that are open at a time: their peers work on what they were given. */
    private static final int OPEN = 3;
    private static final long SEED = 11;
    private static final long LONG_SECONDS = 60;
    /** What a client of a mutated answer waits for its connection. */
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final SdpMutations mutations = new SdpMutations(SEED);
    private final RtcRuntime runtime = RtcRuntime.create();
    private final WorkerServer worker = new WorkerServer(WorkerOptions.builder().uploadDirectory(Path.of("target")).build(),
            task -> CompletableFuture.completedFuture(Map.of("number", PaintedFrames.read(task.frame()))), runtime::newPeer);
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String name;
    private final long count;
    private final Soak soak;

    private MutatedSdp(String name, long count, Soak soak) {
        this.name = name;
        this.count = count;
        this.soak = soak;
    }

    /** Each offer is answered or refused, and a client of the worker goes on afterwards. */
    public static void offers(long count, Soak soak) throws Exception {
        try (MutatedSdp run = new MutatedSdp("offers", count, soak)) {
            List<String> made = List.of(run.libwebrtcOffer(), SdpMutations.recorded("aiortc-offer"),
                    SdpMutations.recorded("chromium-offer"));
            for (String offer : made) {
                run.expect("answered", run.offer(offer));
            }
            run.repeat(number -> run.offer(run.next(made, number)));
            run.goesOn();
            run.row("worker", "offers of libwebrtc, aiortc and Chromium with mistakes");
        }
    }

    /** Each session of a client is up or over soon, and another one goes on afterwards. */
    public static void answers(long count, Soak soak) throws Exception {
        try (MutatedSdp run = new MutatedSdp("answers", count, soak)) {
            run.expect("connected", run.session(answer -> answer, Duration.ofSeconds(LONG_SECONDS)));
            run.repeat(number -> run.session(answer -> run.next(List.of(answer, SdpMutations.recorded("aiortc-answer")), number),
                    CONNECT));
            run.expect("connected", run.session(answer -> answer, Duration.ofSeconds(LONG_SECONDS)));
            run.row("client", "answers of libwebrtc and aiortc with mistakes");
        }
    }

    private interface Unit {

        String run(long number) throws Exception;
    }

    private void repeat(Unit unit) throws Exception {
        for (long done = 0; done < count; done++) {
            if (done * SAMPLES / count != (done - 1) * SAMPLES / count || done == 0) {
                soak.sample(done);
            }
            outcomes.merge(unit.run(done), 1, Integer::sum);
            closeDownTo(OPEN);
        }
        closeDownTo(0);
        soak.sample(count);
    }

    private String next(List<String> made, long number) {
        String sdp = mutations.mutated(made.get((int) (number % made.size())));
        try {
            Files.writeString(Path.of("target", "last-" + name + ".sdp"), sdp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sdp;
    }

    private String libwebrtcOffer() throws Exception {
        RtcPeer peer = runtime.newPeer(IceConfig.NONE, new PeerProbe());
        try {
            peer.createChannel("inference", new ChannelProbe());
            peer.sendAndReceiveVideo();
            return peer.createOffer(Duration.ofSeconds(2)).get(LONG_SECONDS, TimeUnit.SECONDS);
        } finally {
            peer.close();
        }
    }

    private String offer(String sdp) throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = (ObjectNode) json.readTree(WorkerRequests.body("{'manual_mode':true}"));
        body.putObject("webrtc_offer").put("type", "offer").put("sdp", sdp);
        WorkerAnswer answer = worker.initialise(json.writeValueAsBytes(body), Map.of()).toCompletableFuture()
                .get(LONG_SECONDS, TimeUnit.SECONDS);
        if (answer.session() != null) {
            WorkerSession session = answer.session();
            open.add(() -> {
                session.close();
                session.closed().toCompletableFuture().get(LONG_SECONDS, TimeUnit.SECONDS);
            });
        }
        String said = new String(answer.body(), StandardCharsets.UTF_8);
        return switch (answer.status()) {
            case 200 -> "answered";
            case 400, 422 -> "refused";
            case 503 -> {
                // the peer gave up before it had made its answer; no session too many may be left
                if (!said.contains("SessionClosed")) {
                    throw new IllegalStateException(said);
                }
                yield "given up";
            }
            default -> throw new IllegalStateException("status " + answer.status() + ": " + said);
        };
    }

    private String session(UnaryOperator<String> answered, Duration connect) throws Exception {
        Session session = new Session(SessionOptions.builder("mutated")
                .source(new ManualSource(30, VideoBitrate.AUTO, 15))
                .signalling(new InProcessSignalling(worker, answered))
                .workflow(WorkflowReference.byId("acme", "numbers", null))
                .dataOutput(List.of("number"))
                .connectTimeout(connect)
                .reconnect(ReconnectPolicy.NONE)
                .build(), runtime::newPeer, delivery -> {});
        open.add(session);
        session.start();
        try {
            return session.awaitFirstOutcome(Duration.ofSeconds(LONG_SECONDS)) ? "connected" : "hanging";
        } catch (RoboflowWebrtcException e) {
            return e.getMessage().startsWith("Not connected within") ? "not connected" : "refused";
        } finally {
            worker.sessions().forEach(WorkerSession::close);
        }
    }

    /** Another client of the worker gets its results. */
    private void goesOn() throws Exception {
        try (LoopbackClient client = new LoopbackClient(runtime, LoopbackClient.Video.SEND_AND_RECEIVE, false)) {
            client.connect(worker, "{'manual_mode':true}");
            await("a result").atMost(LONG_SECONDS, TimeUnit.SECONDS).until(() -> {
                client.push(PaintedFrames.paint(1, 320, 240));
                return !client.results.isEmpty();
            });
        }
    }

    private void expect(String expected, String outcome) {
        if (!outcome.equals(expected)) {
            throw new IllegalStateException(name + ": what nobody changed was " + outcome);
        }
    }

    private void row(String against, String given) {
        StringBuilder words = new StringBuilder();
        outcomes.forEach((outcome, times) -> words.append(times).append(' ').append(outcome).append(", "));
        AttackRow.write(given, against, count + " " + name, words + "then another session as ever", "soak `" + name + "`");
    }

    private void closeDownTo(int left) throws Exception {
        while (open.size() > left) {
            open.remove(0).close();
        }
    }

    @Override
    public void close() throws Exception {
        closeDownTo(0);
        worker.stop().toCompletableFuture().get(LONG_SECONDS, TimeUnit.SECONDS);
        runtime.close();
    }
}
