package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.bench.BenchVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final int WARM_UP_ROUNDS = 2;

    private final Path directory;
    private final Commands commands;
    private final int frames;
    private final int rounds;
    private final List<String> jobs;

    /**
     * @param home      the repository, for the Python peers of its tests
     * @param directory for videos
     * @param frames    of a file
     * @param jobs      names; empty is all
     * @throws IllegalArgumentException when there is no such job
     */
    public Comparison(Path home, Path directory, int frames, int rounds, List<String> jobs) {
        this.commands = new Commands(home);
        this.directory = directory;
        this.frames = frames;
        this.rounds = rounds;
        this.jobs = jobs;
        List<String> names = Job.ALL.stream().map(Job::name).toList();
        for (String job : jobs) {
            if (!names.contains(job)) {
                throw new IllegalArgumentException("there is no job " + job + "; --jobs takes " + String.join(",", names));
            }
        }
    }

    /** Prints a table. @param json gets the same as JSON; may be null */
    public void run(Path json) throws IOException, InterruptedException {
        boolean python = commands.hasPython();
        if (!python) {
            System.out.println("skipped: the Python sides; " + Commands.PYTHON + " has no aiortc (Debian: python3-aiortc)");
        }
        System.out.printf("%d processors, Java %s, %d rounds, medians%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(), rounds);
        List<Row> rows = new ArrayList<>();
        for (Job job : Job.ALL) {
            if (jobs.isEmpty() || jobs.contains(job.name())) {
                List<Row> medians = measure(job, python);
                Report.print(job, medians);
                rows.addAll(medians);
            }
        }
        if (json != null) {
            Files.createDirectories(json.toAbsolutePath().getParent());
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), Report.asJson(rows, rounds));
            System.out.println("written: " + json);
        }
    }

    private List<Row> measure(Job job, boolean python) throws IOException, InterruptedException {
        int count = switch (job.kind()) {
            case LIVE -> Math.min(frames, LIVE_SECONDS * job.fps());
            case PLAYED -> Math.min(frames, PLAYED_FRAMES);
            case FILE, REPLY, IDLE -> frames;
        };
        Path video = job.width() == 0 ? Path.of("-") : BenchVideo.of(job.width(), job.height(), job.fps(), count, directory);
        Map<Pair, List<Row>> measured = new LinkedHashMap<>();
        List<Sides> sides = new ArrayList<>();
        try {
            for (Pair pair : Pair.values()) {
                if (job.runsWith(pair) && (python || !pair.needsPython())) {
                    sides.add(new Sides(pair, job, video, count));
                }
            }
            // what idles needs no warm-up, and no second look
            boolean once = job.kind() == Job.Kind.IDLE;
            for (int round = once ? 1 : 1 - Math.min(rounds, WARM_UP_ROUNDS); round <= (once ? 1 : rounds); round++) {
                for (Sides each : sides) {
                    Row row = each.run();
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
        return measured.values().stream().map(Report::median).toList();
    }

    /** The two processes of a pair, for one job. */
    private final class Sides implements AutoCloseable {

        private final Pair pair;
        private final Job job;
        private final PeerProcess worker;
        private final PeerProcess client;

        Sides(Pair pair, Job job, Path video, int count) throws IOException, InterruptedException {
            this.pair = pair;
            this.job = job;
            worker = new PeerProcess(pair.worker == Peer.OURS ? "worker" : "Python worker", commands.worker(pair.worker));
            String port = worker.await("READY", START);
            client = new PeerProcess(pair.client == Peer.OURS ? "client" : "Python client",
                    commands.client(pair.client, job, "http://127.0.0.1:" + port, video, count));
            client.await("READY", START);
        }

        Row run() throws IOException, InterruptedException {
            client.say("GO");
            client.await("FIRST", RUN);
            double clientStart = client.cpuSeconds();
            double workerStart = worker.cpuSeconds();
            JsonNode end = new ObjectMapper().readTree(client.await("END", RUN));
            int messages = end.path("messages").asInt();
            return new Row(job.name(), pair, messages, end.path("seconds").asDouble(),
                    1000 * (client.cpuSeconds() - clientStart) / messages, 1000 * (worker.cpuSeconds() - workerStart) / messages,
                    client.rssMib(), worker.rssMib(), end.path("firstMillis").asDouble(), end.path("medianMillis").asDouble(),
                    end.path("p95Millis").asDouble(), end.path("sessionKib").asDouble());
        }

        @Override
        public void close() throws IOException {
            worker.close();
            client.close();
        }
    }
}
