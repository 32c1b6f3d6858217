package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.examples.bench.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.model.RouteDefinition;

/**
 * Our client: one run of a job for each line GO on standard input, until that ends. A run prints FIRST when all its sessions have given a
 * result, and END with what it took.
 */
public final class ClientProcess {

    /** A file's sessions of one run, the live one, the idle ones. */
    private static final String SESSION = "bench";
    private static final int FIRST_IDLE = 100;
    private static final long LAST_ANSWER_SECONDS = 3;

    private final CamelContext context;
    private final Job job;
    private final String url;
    private final String video;
    private final int frames;
    private final String broker;
    private int routes;

    private ClientProcess(CamelContext context, Job job, String url, String video, int frames, String broker) {
        this.context = context;
        this.job = job;
        this.url = url;
        this.video = video;
        this.frames = frames;
        this.broker = broker;
    }

    /** @param args the job's name, the worker's URL, the video, the number of frames, Kafka's broker */
    public static void main(String[] args) throws Exception {
        Job job = Job.ALL.stream().filter(each -> each.name().equals(args[0])).findFirst().orElseThrow();
        Main main = new Main();
        main.addInitialProperty("camel.main.shutdownTimeout", "5");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                // each run adds its own
            }
        });
        main.start();
        int status = 0;
        try {
            new ClientProcess(main.getCamelContext(), job, args[1], args[2], Integer.parseInt(args[3]), args[4]).serve();
        } catch (Exception e) { // the bench's user gets one line
            System.err.println("bench: our client, job " + job.name() + ": " + e.getMessage());
            status = 1;
        }
        main.stop();
        System.exit(status);
    }

    private void serve() throws Exception {
        ObjectMapper json = new ObjectMapper();
        System.out.println("READY");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (commands.readLine() != null) {
            System.out.println("END " + json.writeValueAsString(run().summary()));
        }
    }

    private ClientRun run() throws Exception {
        int before = routes;
        ClientRun run = switch (job.kind()) {
            case FILE, KAFKA, START, PLAYED -> file();
            case LIVE -> live();
            case REPLY -> reply();
            case IDLE -> idle();
        };
        for (int route = before; route < routes; route++) {
            context.getRouteController().stopRoute(SESSION + route);
            context.removeRoute(SESSION + route);
        }
        return run;
    }

    private String uri(int session, String source) {
        return "roboflow-webrtc:" + SESSION + session + "?" + source + "&apiUrl=" + url + "&workspace=bench&workflowId=bench";
    }

    private void route(ClientRun run, String uri, org.apache.camel.Processor results, CountDownLatch connected) throws Exception {
        String id = SESSION + routes++;
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                RouteDefinition route = from(uri + "&emitEvents=true&bridgeErrorHandler=true").routeId(id);
                route.onException(Exception.class).handled(true)
                        .process(exchange -> run.failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                if (job.kind() == Job.Kind.KAFKA) {
                    route.filter(header(RoboflowWebrtcConstants.EVENT).isNull()).to("kafka:bench?brokers=" + broker);
                }
                route.process(exchange -> {
                    String event = exchange.getMessage().getHeader(RoboflowWebrtcConstants.EVENT, String.class);
                    if (event == null) {
                        results.process(exchange);
                    } else if (event.equals("connected")) {
                        run.connected();
                        connected.countDown();
                    } else if (event.equals("completed")) {
                        run.sessionEnded();
                    }
                });
            }
        });
    }

    private ClientRun file() throws Exception {
        ClientRun run = new ClientRun(job.sessions(), 0);
        for (int i = 0; i < job.sessions(); i++) {
            Object session = i;
            route(run, uri(routes, "source=file&sourceUri=RAW(" + video + ")&" + job.options()), exchange -> run.result(session),
                    new CountDownLatch(1));
        }
        run.await();
        return run;
    }

    /** Sends at the camera's pace; what is not answered within some seconds was left out, as live video may be. */
    private ClientRun live() throws Exception {
        ClientRun run = new ClientRun(1, frames);
        long[] sent = new long[frames + 1];
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch last = new CountDownLatch(1);
        int session = routes;
        route(run, uri(session, "source=manual&dataOutput=number&dataField=number"), exchange -> {
            int number = Integer.parseInt(exchange.getMessage().getBody(String.class));
            if (number > 0 && number <= frames && sent[number] != 0) {
                run.answered(sent[number]);
                sent[number] = 0;
            }
            if (number == frames) {
                last.countDown();
            }
        }, connected);
        connected.await(30, TimeUnit.SECONDS);
        Frame background = Samples.frame(job.width(), job.height());
        long period = TimeUnit.SECONDS.toNanos(1) / job.fps();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            long start = System.nanoTime();
            // a receiver gives a frame away when the next one begins: the last one is sent again
            for (int i = 1; i <= frames || last.getCount() > 0 && i <= frames + LAST_ANSWER_SECONDS * job.fps(); i++) {
                long due = start + i * period;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                Frame frame = PaintedNumber.painted(background, Math.min(i, frames));
                if (i <= frames) {
                    sent[i] = System.nanoTime();
                }
                template.sendBody(uri(session, "source=manual"), frame);
            }
        }
        return run;
    }

    private ClientRun reply() throws Exception {
        ClientRun run = new ClientRun(1, frames);
        Frame background = Samples.frame(job.width(), job.height());
        String uri = uri(0, "source=manual&dataOutput=number&dataField=number&realtimeProcessing=false");
        try (ProducerTemplate template = context.createProducerTemplate()) {
            for (int i = 1; i <= frames; i++) {
                Frame frame = PaintedNumber.painted(background, i);
                long sent = System.nanoTime();
                int number = Integer.parseInt(template.requestBody(uri, frame, String.class));
                if (number != i) {
                    throw new IllegalStateException("frame " + i + " got the answer of frame " + number);
                }
                run.answered(sent);
            }
        }
        return run;
    }

    /** The first sessions load what all share, and let the heap grow; the memory of the others is what each of them takes. */
    private ClientRun idle() throws Exception {
        ClientRun run = new ClientRun(1, 0);
        openIdle(run, FIRST_IDLE);
        long first = rssWithoutGarbage();
        openIdle(run, job.sessions() - FIRST_IDLE);
        long all = rssWithoutGarbage();
        run.sessionKib((all - first) / (double) (job.sessions() - FIRST_IDLE));
        return run;
    }

    /** The collector gives memory back in the background. */
    private static long rssWithoutGarbage() throws IOException, InterruptedException {
        System.gc();
        long least = Long.MAX_VALUE;
        for (long rss = ownRss(); rss < least; rss = ownRss()) {
            least = rss;
            TimeUnit.SECONDS.sleep(2);
        }
        return least;
    }

    private static long ownRss() throws IOException {
        return PeerProcess.rssKib(ProcessHandle.current().pid());
    }

    private void openIdle(ClientRun run, int sessions) throws Exception {
        CountDownLatch connected = new CountDownLatch(sessions);
        for (int i = 0; i < sessions; i++) {
            route(run, uri(routes, "source=manual&dataOutput=number"), exchange -> {}, connected);
        }
        if (!connected.await(120, TimeUnit.SECONDS)) {
            throw new IllegalStateException(connected.getCount() + " of " + sessions + " sessions did not connect within 120 s");
        }
        run.result(this);
    }
}
