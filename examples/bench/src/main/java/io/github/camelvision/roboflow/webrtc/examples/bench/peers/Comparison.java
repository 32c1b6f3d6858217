package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.bench.BenchVideo;
import io.github.camelvision.roboflow.webrtc.examples.bench.profile.ThreadProfile;
import io.github.camelvision.roboflow.webrtc.examples.bench.profile.ThreadTimes;
import io.github.camelvision.roboflow.webrtc.examples.kafka.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each job by each pair, in turns: round after round of a job, in each round every pair, so that a machine that becomes slower becomes so
 * for all of them. All processes of a job live through its rounds; the first rounds warm up and do not count.
 */
public final class Comparison {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration RUN = Duration.ofSeconds(330);
    /** Frames of a file in real time and of a camera: some seconds of them say enough, also where a file has more. */
    private static final int LIVE_SECONDS = 6;
    private static final int PLAYED_FRAMES = 80;

    private final Path directory;
    private final Commands commands;
    private final Plan plan;

    /**
     * @param home      the repository, for the Python peers of its tests
     * @param directory for videos and recordings
     */
    public Comparison(Path home, Path directory, Plan plan) {
        this.commands = new Commands(home);
        this.directory = directory;
        this.plan = plan;
    }

    /** Prints a table. @param json gets the same as JSON; may be null */
    public void run(Path json) throws IOException, InterruptedException {
        boolean python = !plan.profile() && commands.hasPython();
        if (!python && !plan.profile()) {
            System.out.println("skipped: the Python sides; " + Commands.PYTHON + " has no aiortc (Debian: python3-aiortc)");
        }
        System.out.printf("%d processors, Java %s, %d rounds after %d that warm up, medians%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version().feature(), plan.rounds(), plan.warmUp());
        List<Row> rows = new ArrayList<>();
        for (Job job : Job.ALL) {
            if (plan.jobs().isEmpty() || plan.jobs().contains(job.name())) {
                List<ThreadProfile> profiles = new ArrayList<>();
                List<Row> medians = measure(job, python, profiles);
                Report.print(job, medians);
                rows.addAll(medians);
                for (ThreadProfile each : profiles) {
                    each.print(System.out);
                }
            }
        }
        if (json != null) {
            Files.createDirectories(json.toAbsolutePath().getParent());
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), Report.asJson(rows, plan));
            System.out.println("written: " + json);
        }
    }

    private List<Row> measure(Job job, boolean python, List<ThreadProfile> profiles) throws IOException, InterruptedException {
        try (EmbeddedBroker broker = job.kind() == Job.Kind.KAFKA ? new EmbeddedBroker(directory) : null) {
            return measure(job, python, broker == null ? "-" : broker.address(), profiles);
        }
    }

    private List<Row> measure(Job job, boolean python, String broker, List<ThreadProfile> profiles)
            throws IOException, InterruptedException {
        int count = switch (job.kind()) {
            case LIVE -> Math.min(plan.frames(), LIVE_SECONDS * job.fps());
            case START, PLAYED -> Math.min(plan.frames(), PLAYED_FRAMES);
            case FILE, KAFKA, REPLY, IDLE -> plan.frames();
        };
        Path video = job.width() == 0 ? Path.of("-") : BenchVideo.of(job.width(), job.height(), job.fps(), count, directory);
        Map<Pair, List<Row>> measured = new LinkedHashMap<>();
        List<Sides> sides = new ArrayList<>();
        try {
            for (Pair pair : Pair.values()) {
                if (job.runsWith(pair) && (python || !pair.needsPython())) {
                    sides.add(new Sides(pair, job, video, count, broker));
                }
            }
            // what idles needs no warm-up, and no second look
            boolean once = job.kind() == Job.Kind.IDLE;
            for (int round = once ? 1 : 1 - plan.warmUp(); round <= (once ? 1 : plan.rounds()); round++) {
                for (Sides each : sides) {
                    Row row = each.run(round > 0);
                    if (round > 0) {
                        measured.computeIfAbsent(each.pair, key -> new ArrayList<>()).add(row);
                    }
                }
            }
        } finally {
            for (Sides each : sides) {
                each.close();
            }
        }
        if (plan.profile()) {
            sides.forEach(each -> each.profiles(profiles));
        }
        return measured.values().stream().map(Report::median).toList();
    }

    /** The two processes of a pair, for one job. */
    private final class Sides implements AutoCloseable {

        private final Pair pair;
        private final Job job;
        private final PeerProcess worker;
        private final List<String> clientCommand;
        private PeerProcess client;
        private ThreadTimes workerTimes = new ThreadTimes(Map.of());
        private ThreadTimes clientTimes = new ThreadTimes(Map.of());
        private final List<ThreadProfile.Span> spans = new ArrayList<>();
        private int profiled;
        private boolean ran;

        Sides(Pair pair, Job job, Path video, int count, String broker) throws IOException, InterruptedException {
            this.pair = pair;
            this.job = job;
            worker = new PeerProcess(pair.worker == Peer.OURS ? "worker" : "Python worker",
                    commands.worker(pair.worker, job, recording("worker")));
            String port = worker.await("READY", START);
            clientCommand = commands.client(pair.client, job, "http://127.0.0.1:" + port, video, count, broker,
                    recording("client"));
            startClient();
        }

        private void startClient() throws IOException, InterruptedException {
            client = new PeerProcess(pair.client == Peer.OURS ? "client" : "Python client", clientCommand);
            client.await("READY", START);
        }

        /** Where the process writes what it was recorded; null when it is not. */
        private Path recording(String side) {
            return plan.profile() ? directory.resolve(job.name() + "-" + side + ".jfr").toAbsolutePath() : null;
        }

        /** @param counts whether it is no warm-up */
        Row run(boolean counts) throws IOException, InterruptedException {
            if (ran && job.kind() == Job.Kind.START) {
                client.close();
                startClient();
            }
            ran = true;
            client.say("GO");
            client.await("FIRST", RUN);
            ThreadTimes clientBefore = client.threads();
            ThreadTimes workerBefore = worker.threads();
            Instant from = Instant.now();
            double clientStart = client.cpuSeconds();
            double workerStart = worker.cpuSeconds();
            JsonNode end = new ObjectMapper().readTree(client.await("END", RUN));
            int messages = end.path("messages").asInt() - end.path("before").asInt();
            ThreadTimes clientGrown = client.threads().since(clientBefore);
            ThreadTimes workerGrown = worker.threads().since(workerBefore);
            if (counts) {
                clientTimes = clientTimes.plus(clientGrown);
                workerTimes = workerTimes.plus(workerGrown);
                spans.add(new ThreadProfile.Span(from, Instant.now()));
                profiled += messages;
            }
            return new Row(job.name(), pair, end.path("messages").asInt(), end.path("seconds").asDouble(),
                    1000 * (client.cpuSeconds() - clientStart) / messages, 1000 * (worker.cpuSeconds() - workerStart) / messages,
                    1000 * clientGrown.compilers() / messages, 1000 * workerGrown.compilers() / messages, client.rssMib(), worker.rssMib(),
                    end.path("connectMillis").asDouble(), end.path("firstMillis").asDouble(), end.path("medianMillis").asDouble(),
                    end.path("p95Millis").asDouble(), end.path("sessionKib").asDouble());
        }

        void profiles(List<ThreadProfile> profiles) {
            profiles.add(new ThreadProfile("client", clientTimes, profiled, spans, recording("client")));
            profiles.add(new ThreadProfile("worker", workerTimes, profiled, spans, recording("worker")));
        }

        @Override
        public void close() throws IOException {
            worker.close();
            client.close();
        }
    }
}
