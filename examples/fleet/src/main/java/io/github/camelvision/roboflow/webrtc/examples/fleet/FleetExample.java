package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.wire.CameraOwner;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import io.github.camelvision.roboflow.webrtc.examples.kafka.EmbeddedBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Nodes that share cameras come and go. Results go to the standard output, progress to the error output. */
public final class FleetExample implements AutoCloseable {

    /** Known to the worker. */
    static final String KEY = "key-of-the-example";

    private static final String NAME = "fleet";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(200);
    /** A camera shows five frames a second. */
    private static final String ENTRY = "{\"sourceUri\": \"testsrc2=size=320x240:rate=5\"}";
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int FIRST_NODES = 3;
    /** Those of a dead node end when their cameras are elsewhere. */
    private static final int MOST_SESSIONS = 100;

    private final FleetOptions options;
    private final String broker;
    private final String worker;
    private final SessionRequests requests;
    private final FleetTopics topics;
    private final StopSignal stop;
    private final Sightings sightings = new Sightings();
    private final Map<String, NodeProcess> nodes = new TreeMap<>();
    private int cameras;
    private int nodesSoFar;
    /** How many cameras have to move at least; null where that is not asked. */
    private Long least;
    /** How long the cameras of a node that was killed were not asked for; null: none was. */
    private Duration takenOver;

    private FleetExample(FleetOptions options, String broker, String worker, SessionRequests requests, StopSignal stop)
            throws InterruptedException {
        this.options = options;
        this.broker = broker;
        this.worker = worker;
        this.requests = requests;
        this.stop = stop;
        this.topics = new FleetTopics(broker, options.cameras());
    }

    public static void main(String[] args) {
        Example.main(NAME, stop -> run(FleetOptions.parse(args), stop));
    }

    private static int run(FleetOptions options, StopSignal stop) throws Exception {
        if (options.help()) {
            System.out.print(FleetOptions.USAGE);
            return 0;
        }
        Example.createOutput(options.output());
        int port = Example.freePort();
        Main camel = Example.camel(NAME, port, worker());
        try (EmbeddedBroker broker = new EmbeddedBroker(options.output())) {
            camel.start();
            SessionRequests requests = SessionRequests.at(camel.getCamelContext(), port);
            try (FleetExample fleet = new FleetExample(options, broker.address(), "http://127.0.0.1:" + port, requests, stop)) {
                fleet.play();
                return fleet.summary();
            }
        } finally {
            camel.stop();
        }
    }

    private static RouteBuilder worker() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("roboflow-webrtc-worker:sizes?workflowId=sizes&maxSessions=" + MOST_SESSIONS + "&apiKeys=" + KEY + "&fencing=true")
                        .process(exchange -> {
                            Frame frame = exchange.getMessage().getBody(Frame.class);
                            exchange.getMessage().setBody(Map.of("size", frame.width() + "x" + frame.height()));
                        });
            }
        };
    }

    private void play() throws Exception {
        for (int n = 0; n < options.cameras(); n++) {
            add();
        }
        switch (options.scenario()) {
            case crash -> crash();
            case rolling -> rolling();
            case scale -> scale();
            default -> throw new IllegalStateException();
        }
    }

    private void crash() throws Exception {
        for (int n = 0; n < FIRST_NODES; n++) {
            start();
        }
        await("all cameras on " + FIRST_NODES + " nodes", this::shared);

        kill("node-2");

        start();
        await("a share for the new node", this::shared);

        if (options.freeze()) {
            freeze("node-1");
        }
        add();
        add();
        await("two more cameras", this::shared);
        sightings.removed("camera-1");
        topics.remove("camera-1", 0);
        await("one camera less", () -> shared() && sightings.quiet(System.currentTimeMillis(), FRESH.plusSeconds(1)));
    }

    private void kill(String name) throws InterruptedException {
        List<CameraOwner> owners = new ArrayList<>();
        sightings.epochsOf(name).forEach((camera, epoch) -> owners.add(topics.owner(camera, epoch)));
        long killed = System.nanoTime();
        nodes.remove(name).kill();
        System.err.println(name + " is killed");
        await("its cameras elsewhere", this::shared);
        System.err.printf(Locale.ROOT, "all cameras have results again after %.1f s%n", (System.nanoTime() - killed) / 1e9);
        takenOver = requests.takenOver(owners, killed)
                .orElseThrow(() -> new ExampleException("a camera of " + name + " has results, and no node has asked for its session"));
    }

    private void rolling() throws Exception {
        for (int n = 0; n < FIRST_NODES; n++) {
            start();
        }
        await("all cameras on " + FIRST_NODES + " nodes", this::even);
        long before = sightings.moved();
        for (String name : Set.copyOf(nodes.keySet())) {
            nodes.remove(name).close();
            long stopped = System.currentTimeMillis();
            System.err.println(name + " is restarted");
            run(name);
            await("results of all cameras", () -> sightings.all(nodes.keySet(), System.currentTimeMillis(),
                    Duration.ofMillis(System.currentTimeMillis() - stopped)));
        }
        if (sightings.moved() > before) {
            throw new ExampleException((sightings.moved() - before) + " times a camera moved while nodes were restarted");
        }
        String last = "node-" + FIRST_NODES;
        least = before + sightings.epochsOf(last).size();
        nodes.remove(last).close();
        long removed = System.nanoTime();
        topics.removeMember(last);
        System.err.println(last + " is stopped, and taken out of the group");
        await("its cameras elsewhere", this::shared);
        System.err.printf(Locale.ROOT, "all cameras have results again after %.1f s%n", (System.nanoTime() - removed) / 1e9);
    }

    private void scale() throws Exception {
        least = 0L;
        start();
        await("all cameras on 1 node", this::even);
        for (int n = 2; n <= FIRST_NODES; n++) {
            start();
            await("all cameras on " + n + " nodes", this::even);
            least += options.cameras() / n;
        }
        for (int n = FIRST_NODES; n > 1; n--) {
            String last = "node-" + n;
            least += sightings.epochsOf(last).size();
            nodes.remove(last).close();
            System.err.println(last + " is stopped");
            await("all cameras on " + (n - 1) + " nodes", this::even);
        }
    }

    /** Its cameras go to the others; when it goes on, it must not send for them any more. */
    private void freeze(String name) throws Exception {
        NodeProcess frozen = nodes.remove(name);
        frozen.freeze(true);
        try {
            System.err.println(name + " is frozen");
            long end = System.nanoTime() + 2 * options.sessionTimeout().toNanos();
            await("its cameras elsewhere", () -> shared() && System.nanoTime() > end);
        } finally {
            frozen.freeze(false);
            nodes.put(name, frozen);
        }
        System.err.println(name + " goes on");
        await("a share for it again", this::shared);
    }

    private void add() {
        String name = "camera-" + (cameras + 1);
        sightings.listed(name);
        topics.add(name, cameras++, ENTRY);
    }

    private void start() throws IOException {
        run("node-" + ++nodesSoFar);
    }

    private void run(String name) throws IOException {
        nodes.put(name, new NodeProcess(name, options.scenario() == Scenario.rolling, broker, worker, options.sessionTimeout(),
                options.output()));
    }

    private boolean even() {
        return shared() && sightings.even();
    }

    private boolean shared() {
        Set<String> alive = new TreeSet<>(nodes.keySet());
        return sightings.all(alive, System.currentTimeMillis(), FRESH);
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        System.err.println("waiting for " + what);
        while (!condition.getAsBoolean()) {
            nodes.values().forEach(NodeProcess::check);
            if (stop.requested()) {
                throw new ExampleException("stopped before the end");
            }
            if (System.nanoTime() > end) {
                throw new ExampleException("waited " + PATIENCE.toSeconds() + " s for " + what + "; the nodes' cameras: " + sightings
                        + "; see the logs in " + options.output());
            }
            topics.read(sightings, POLL);
        }
        System.err.println("  " + sightings);
    }

    private int summary() {
        int exitCode = 0;
        if (sightings.ownedTwice() > 0) {
            exitCode = Example.fail(NAME, sightings.ownedTwice() + " results came from a node that had lost their camera");
        } else if (least != null && sightings.moved() != least) {
            exitCode = Example.fail(NAME, sightings.moved() + " times a camera moved, and not " + least + " times");
        } else if (takenOver != null && takenOver.compareTo(options.mostTakeOver()) > 0) {
            exitCode = Example.fail(NAME, "the cameras of the killed node were asked for later than " + options.mostTakeOver().toSeconds()
                    + " s after its end");
        } else if (sightings.longestGap().compareTo(options.mostGap()) > 0) {
            exitCode = Example.fail(NAME, sightings.gapOf() + " had no results for longer than " + options.mostGap().toSeconds() + " s");
        }
        System.out.println("wrote a log for each node to " + options.output());
        System.out.printf(Locale.ROOT, "cameras=%d nodes=%d moved=%d ownedTwice=%d longestGap=%.1fs%s%n", cameras, sightings.nodes(),
                sightings.moved(), sightings.ownedTwice(), sightings.longestGap().toMillis() / 1e3,
                takenOver == null ? "" : String.format(Locale.ROOT, " takenOver=%.1fs", takenOver.toMillis() / 1e3));
        return exitCode;
    }

    @Override
    public void close() {
        nodes.values().forEach(NodeProcess::close);
        topics.close();
    }
}
