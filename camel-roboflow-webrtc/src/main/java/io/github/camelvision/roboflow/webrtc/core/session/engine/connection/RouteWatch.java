package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.rtc.LocalNetwork;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Notices that this machine reaches the server another way than when the connection was made: another address, cable instead of Wi-Fi,
 * a VPN that came or went. The sockets of the connection keep to the old way; waiting for the native library to find them dead
 * would take longer than a new connection. On the loop.
 */
final class RouteWatch {

    /** What the machine says; see {@link LocalNetwork}. */
    interface Machine {

        InetAddress sourceTowards(InetAddress remote);

        boolean has(InetAddress address);
    }

    static final Machine THIS_MACHINE = new Machine() {
        @Override
        public InetAddress sourceTowards(InetAddress remote) {
            return LocalNetwork.sourceTowards(remote);
        }

        @Override
        public boolean has(InetAddress address) {
            return LocalNetwork.has(address);
        }
    };

    static final Duration CHECK = Duration.ofSeconds(1);
    private static final Pattern LITERAL = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    /** Checks in a row with another source address, when the old one is gone. */
    private static final int GONE = 2;
    /**
     * The same when the old one is still there, and the server answers no check of ours: a way that lives has one every 2.5 s, or 0.9 s
     * after a lost one. What else it sends says nothing: its way may still be there, when ours is not.
     */
    private static final int SILENT = 5;

    private final Machine machine;
    private final Duration interval;
    private final Loop loop;
    private final Supplier<CompletableFuture<Map<String, Object>>> counters;
    private final Consumer<TransportException> lost;
    private Loop.Timer timer;
    private InetAddress remote;
    private InetAddress source;
    private Object answers;
    private int strikes;
    private boolean stopped;

    /**
     * @param counters statistics of the peer
     * @param lost told once that the connection will not come back
     */
    RouteWatch(Machine machine, Duration interval, Loop loop, Supplier<CompletableFuture<Map<String, Object>>> counters,
            Consumer<TransportException> lost) {
        this.machine = machine;
        this.interval = interval;
        this.loop = loop;
        this.counters = counters;
        this.lost = lost;
    }

    /** @param address of the server's end of the path; what is no address is not watched */
    void start(Object address) {
        if (address == null || !LITERAL.matcher(address.toString()).matches()) {
            return;
        }
        try {
            remote = InetAddress.getByName(address.toString());
        } catch (UnknownHostException e) {
            // looks like an address, and is none
            return;
        }
        source = machine.sourceTowards(remote);
        if (source != null) {
            schedule();
        }
    }

    private void schedule() {
        if (!stopped) {
            timer = loop.schedule(interval, this::check);
        }
    }

    private void check() {
        InetAddress now = machine.sourceTowards(remote);
        if (now == null || now.equals(source)) {
            // no way at all: the link is down, and may come back as it was
            strikes = 0;
            answers = null;
            schedule();
        } else if (!machine.has(source)) {
            strike(GONE, "its address is another one now");
        } else {
            counters.get().whenComplete((values, failure) -> loop.offerControl(() -> counted(failure == null ? values : Map.of())));
        }
    }

    private void counted(Map<String, Object> values) {
        Object received = values.get("connection.responsesReceived");
        if (!Objects.equals(received, answers)) {
            strikes = 0;
        }
        answers = received;
        strike(SILENT, "its way to the server is another one now, and no answer came on the old one for "
                + interval.multipliedBy(SILENT - 1).toSeconds() + " s");
    }

    private void strike(int limit, String why) {
        if (stopped) {
            return;
        }
        strikes++;
        if (strikes < limit) {
            schedule();
            return;
        }
        stop();
        lost.accept(new TransportException("The network of this machine changed: " + why));
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
