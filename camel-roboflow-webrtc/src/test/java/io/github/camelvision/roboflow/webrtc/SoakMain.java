package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.rtc.ChannelProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerPair;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.worker.MutatedSdp;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.fleet.FleetSoak;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.Soak;
import io.github.camelvision.roboflow.webrtc.testing.TestVideos;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

/**
 * Long runs as programs: the first argument says which, the second how many units of work. Prints what the process held, and as its last
 * line the verdict.
 */
final class SoakMain {

    private static final int SAMPLES = 20;
    private static final int FPS = 60;
    private static final int FILE_FRAMES = 2_500;
    private static final int JOBS = 4;
    private static final String CLOSED_SESSION = "session";
    /** Bytes of native memory that a closed connection with video may keep. */
    private static final int CLOSED = 25_000;
    /** kB by which the heap after a collection differs from sample to sample. */
    private static final int HEAP = 3_000;
    /** The same, with the messages that the current factory keeps: a sixteenth of the heap. */
    private static final int MESSAGES = HEAP + 12_000;

    private final RouteFixture fixture = new RouteFixture();
    private final AtomicLong results = new AtomicLong();
    private final ProducerTemplate frames = fixture.context().createProducerTemplate();
    private int number;

    private SoakMain(String options) throws Exception {
        this("{{worker.url}}", options);
    }

    private SoakMain(String url, String options) throws Exception {
        String client = "roboflow-webrtc:soak?source=manual&apiUrl=" + url + "&workspace=test&workflowId=numbers" + options;
        fixture.routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:frames").to(client);
                from(client).routeId("client").process(exchange -> results.incrementAndGet());
            }
        }).start();
    }

    public static void main(String[] args) throws Exception {
        long count = Long.parseLong(args[1]);
        if (args[0].equals("clients")) {
            clients(count, args[2]);
        }
        boolean leaking = args.length > 2 && args[2].equals("leaking");
        Soak soak = soak(args[0]);
        switch (args[0]) {
            case "messages" -> messages(count, soak);
            case "peers" -> peers(count, soak, leaking);
            case "files" -> files(count, soak);
            case "offers" -> MutatedSdp.offers(count, soak);
            case "answers" -> MutatedSdp.answers(count, soak);
            case "sessions" -> sessions(count, soak);
            case "cameras" -> new FleetSoak().run(count, SAMPLES, soak);
            case "frames" -> new SoakMain("").repeat(count, soak, SoakMain::frame);
            case "routes" -> new SoakMain("").repeat(count, soak, SoakMain::restartClient);
            case "renewals" -> new SoakMain("&maxSessionAge=3s").repeat(count, soak, SoakMain::renewal);
            case "outages" -> new SoakMain("&reconnectDelay=100").repeat(count, soak, SoakMain::restartWorker);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("verdict " + soak.verdict());
        System.exit(0);
    }

    /** The bounds, from what stays of a closed connection (docs/reliability.adoc, What stays) and how many of them a unit closes. */
    private static Soak soak(String work) {
        return switch (work) {
            // a change of the factory leaves about 1 MB, and there are ten in the second half
            case "messages" -> new Soak(0, 12_000, HEAP);
            // no connection ends: what comes is the allocator's
            case "frames" -> new Soak(100, 8_000, MESSAGES);
            // a file closes both ends, and after some fifty of them the factory changes
            case "files" -> new Soak(2.0 * CLOSED / FILE_FRAMES, 32_000, MESSAGES);
            // one end: the clients are in another process
            case "sessions", "offers" -> new Soak(CLOSED, 32_000, HEAP);
            case "peers" -> new Soak(2 * CLOSED, 4_000, HEAP);
            case "routes", "renewals", "answers" -> new Soak(2 * CLOSED, 32_000, HEAP);
            // in one arena
            case "cameras" -> new Soak(2 * CLOSED, 16_000, HEAP);
            // both ends, and the attempts while the worker's route is stopped
            case "outages" -> new Soak(3 * CLOSED, 32_000, HEAP);
            default -> throw new IllegalArgumentException(work);
        };
    }

    private interface Unit {

        void run(SoakMain main) throws Exception;
    }

    private void repeat(long count, Soak soak, Unit unit) throws Exception {
        awaitResult();
        for (long done = 0; done < count; done++) {
            if (done * SAMPLES / count != (done - 1) * SAMPLES / count || done == 0) {
                soak.sample(done);
            }
            unit.run(this);
        }
        soak.sample(count);
    }

    /** Sends until an answer is there. */
    private void awaitResult() {
        long before = results.get();
        await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
            send();
            return results.get() > before;
        });
    }

    private void send() {
        frames.sendBody("direct:frames", PaintedFrames.paint(++number % 4_000, 320, 240));
    }

    private void frame() {
        send();
        LockSupport.parkNanos(1_000_000_000L / FPS);
    }

    private void restartClient() throws Exception {
        fixture.context().getRouteController().stopRoute("client");
        fixture.context().getRouteController().startRoute("client");
        awaitResult();
    }

    private void restartWorker() throws Exception {
        fixture.context().getRouteController().stopRoute("worker");
        fixture.context().getRouteController().startRoute("worker");
        awaitResult();
    }

    private void renewal() {
        RoboflowWebrtcConsumer consumer = (RoboflowWebrtcConsumer) fixture.context().getRoute("client").getConsumer();
        long before = consumer.getRenewals();
        await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(50)).until(() -> {
            send();
            return consumer.getRenewals() > before;
        });
    }

    /** Receives and keeps nothing. */
    private static final class Counting extends PeerProbe {

        @Override
        public void onRemoteChannel(RtcChannel channel) {
            channel.setListener(new ChannelProbe() {
                @Override
                public void onMessage(byte[] data, boolean binary) {}
            });
        }
    }

    /** Pairs of peers, one after the other, on one factory. A run that leaks closes none of them, and leaves a file for each. */
    private static void peers(long count, Soak soak, boolean leaking) throws Exception {
        List<PeerPair> open = new ArrayList<>();
        try (RtcRuntime runtime = RtcRuntime.create()) {
            for (long done = 0; done < count; done++) {
                PeerPair pair = new PeerPair(runtime);
                pair.offerer.createChannel("inference", new ChannelProbe());
                pair.offerer.sendAndReceiveVideo();
                pair.connect();
                if (leaking) {
                    open.add(pair);
                    Files.createTempFile("left", ".mp4");
                } else {
                    pair.close();
                }
                if ((done + 1) % Math.max(1, count / SAMPLES) == 0) {
                    soak.sample(done + 1);
                }
            }
            open.forEach(PeerPair::close);
        }
    }

    /** Several files at a time through sessions of one worker, results by data channel; a unit is a frame that came back in its order. */
    private static void files(long count, Soak soak) throws Exception {
        int length = (int) Math.min(FILE_FRAMES, count / SAMPLES / JOBS);
        Path video = TestVideos.of(length).size(160, 96).file();
        AtomicLong frames = new AtomicLong();
        RouteFixture fixture = new RouteFixture().routes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:job").to("roboflow-webrtc:job?source=file&" + RouteFixture.client()).split(body()).streaming()
                        .process(exchange -> {
                            int number = exchange.getMessage().getBody(InferenceResult.class).field("number").asInt();
                            if (number != exchange.getMessage().getHeader("last", AtomicInteger.class).incrementAndGet()) {
                                throw new IllegalStateException("frame " + number + " out of its order");
                            }
                            frames.incrementAndGet();
                        });
            }
        }).start();
        ExecutorService jobs = Executors.newFixedThreadPool(JOBS);
        try (ProducerTemplate template = fixture.context().createProducerTemplate()) {
            long rounds = count / length / JOBS;
            for (long round = 0; round < rounds; round++) {
                if (round * SAMPLES / rounds != (round - 1) * SAMPLES / rounds || round == 0) {
                    soak.sample(frames.get());
                }
                List<Callable<Object>> files = Collections.nCopies(JOBS, () -> {
                    template.sendBodyAndHeader("direct:job", video, "last", new AtomicInteger());
                    return null;
                });
                for (Future<Object> file : jobs.invokeAll(files)) {
                    file.get();
                }
                if (frames.get() != (round + 1) * JOBS * length) {
                    throw new IllegalStateException(frames + " frames came back in " + (round + 1) + " rounds");
                }
            }
        } finally {
            jobs.shutdown();
        }
        soak.sample(frames.get());
    }

    /** A worker; its clients are another process, which opens a session, has a frame answered and closes it, again and again. */
    private static void sessions(long count, Soak soak) throws Exception {
        RouteFixture worker = new RouteFixture().start();
        Process clients = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-Drf.log=warn", "-cp", System.getProperty("java.class.path"), SoakMain.class.getName(), "clients",
                Long.toString(count), worker.workerUrl()).redirectErrorStream(true).start();
        try (BufferedReader lines = clients.inputReader()) {
            long done = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.equals(CLOSED_SESSION)) {
                    System.out.println(line);
                } else if (++done * SAMPLES / count != (done - 1) * SAMPLES / count) {
                    soak.sample(done);
                }
            }
            if (done != count) {
                throw new IllegalStateException("only " + done + " sessions");
            }
        } finally {
            clients.destroyForcibly();
        }
    }

    private static void clients(long count, String url) throws Exception {
        SoakMain main = new SoakMain(url, "");
        for (long done = 0; done < count && !System.out.checkError(); done++) {
            main.restartClient();
            System.out.println(CLOSED_SESSION);
        }
        System.exit(0);
    }

    /** A factory takes its share of messages, then the channel moves to a new one, as sessions do. */
    private static void messages(long count, Soak soak) throws Exception {
        byte[] message = new byte[100];
        long share = count / SAMPLES;
        RtcRuntime runtime = RtcRuntime.create(share, Duration.ZERO);
        PeerPair old = null;
        for (int i = 0; i < SAMPLES; i++) {
            PeerPair pair = new PeerPair(runtime, new PeerProbe(), new Counting());
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            pair.connect();
            if (old != null) {
                old.close();
            }
            soak.sample(i * share);
            while (!runtime.rotationDue(pair.answerer)) {
                for (int burst = 0; burst < 500; burst++) {
                    channel.trySend(message, true);
                }
                LockSupport.parkNanos(1_000_000);
            }
            old = pair;
        }
    }
}
