package io.github.camelvision.roboflow.webrtc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.rtc.ChannelProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerPair;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerProbe;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcChannel;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import io.github.camelvision.roboflow.webrtc.testing.RouteFixture;
import io.github.camelvision.roboflow.webrtc.testing.Soak;
import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConsumer;
import java.time.Duration;
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

    private final RouteFixture fixture = new RouteFixture();
    private final AtomicLong results = new AtomicLong();
    private final ProducerTemplate frames = fixture.context().createProducerTemplate();
    private int number;

    private SoakMain(String options) throws Exception {
        String client = "roboflow-webrtc:soak?source=manual&" + RouteFixture.client().replace("&reconnect=false", "") + options;
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
        // About 25 kB of native memory stay of a closed peer with video, and most units close two.
        Soak soak = switch (args[0]) {
            case "messages" -> new Soak(0, 0, 12_000);
            case "frames" -> new Soak(0, 500, 12_000);
            case "peers" -> new Soak(500, 90_000, 1_000);
            default -> new Soak(1_000, 60_000, 25_000);
        };
        switch (args[0]) {
            case "messages" -> messages(count, soak);
            case "peers" -> peers(count, soak);
            case "frames" -> new SoakMain("").repeat(count, soak, SoakMain::frame);
            case "routes" -> new SoakMain("").repeat(count, soak, SoakMain::restartClient);
            case "renewals" -> new SoakMain("&maxSessionAge=3s").repeat(count, soak, SoakMain::renewal);
            case "outages" -> new SoakMain("&reconnectDelay=100").repeat(count, soak, SoakMain::restartWorker);
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println("verdict " + soak.verdict());
        System.exit(0);
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

    /** Pairs of peers, one after the other, on one factory. */
    private static void peers(long count, Soak soak) throws Exception {
        try (RtcRuntime runtime = RtcRuntime.create()) {
            for (long done = 0; done < count; done++) {
                try (PeerPair pair = new PeerPair(runtime)) {
                    pair.offerer.createChannel("inference", new ChannelProbe());
                    pair.offerer.sendAndReceiveVideo();
                    pair.connect();
                }
                if ((done + 1) % Math.max(1, count / SAMPLES) == 0) {
                    soak.sample(done + 1);
                }
            }
        }
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
