package io.github.camelvision.roboflow.webrtc.core.session.engine.connection;

import io.github.camelvision.roboflow.webrtc.core.error.Causes;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.loop.Loop;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceReport;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeers;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionStats;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitAnswer;
import io.github.camelvision.roboflow.webrtc.core.signalling.InitRequest;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.source.OutputRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a connection up: source, workflow and ICE servers, offer, signalling, answer. On the loop. */
final class Handshake {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    /** How often is looked whether this machine has a network again. */
    private static final Duration NETWORK_CHECK = Duration.ofMillis(250);
    /** How often is looked whether a relay came after the offer. */
    private static final Duration RELAY_CHECK = Duration.ofMillis(250);
    /** How long the path without the late relay may take. */
    private static final Duration DIRECT_PATH = Duration.ofSeconds(4);
    /** From the answer to the open channel, if connectTimeout leaves so much. */
    private static final Duration PATH = Duration.ofSeconds(30);

    private final Connection connection;
    private final SessionOptions options;
    private final Loop loop;
    private final SessionStats stats;
    private final List<Loop.Timer> timers = new ArrayList<>();
    private RtcPeers peers;
    private RtcPeer peer;
    private CompletableFuture<InitAnswer> signalling;
    private Phase phase = Phase.NETWORK;
    private long answeredNanos;
    private String noUdpPort;
    private String offered = "none yet";
    private String answered = "none yet";

    /** What is waited for. */
    private enum Phase {
        NETWORK("waiting for a network: this machine has no address but loopback. Check its cable, Wi-Fi or VPN"),
        PREPARATION("preparing the source and asking for the workflow and the ICE servers"),
        GATHERING("gathering candidates"),
        ANSWER("waiting for the server's answer. It may be starting or overloaded, or the network on the way may be down"),
        PATH("looking for a network path"),
        CHANNEL("waiting for the data channel to open: the network path is there. See the server's log");

        private final String words;

        Phase(String words) {
            this.words = words;
        }
    }

    Handshake(Connection connection, SessionOptions options, Loop loop, SessionStats stats) {
        this.connection = connection;
        this.options = options;
        this.loop = loop;
        this.stats = stats;
    }

    /** Begins. A failure loses the connection, now or later. */
    void begin(RtcPeers makers) {
        peers = makers;
        timers.add(loop.schedule(options.connectTimeout(), () -> timedOut("connectTimeout=" + text(options.connectTimeout()))));
        // an empty step first: a source or supplier that throws must lose the connection like one that fails later
        then(CompletableFuture.completedFuture(null), begun -> awaitNetwork(true));
    }

    /** An offer without a network would have no candidate, and a name could not be resolved: better say what is missing. */
    private void awaitNetwork(boolean first) {
        if (connection.isOver()) {
            return;
        }
        if (peers.networkUp() || options.signalling().onThisHost()) {
            prepare();
            return;
        }
        if (first) {
            LOG.warn("Session {}: this machine has no network address but loopback; waiting for one", options.name());
        }
        timers.add(loop.schedule(NETWORK_CHECK, () -> awaitNetwork(false)));
    }

    private void prepare() {
        phase = Phase.PREPARATION;
        then(CompletableFuture.completedFuture(null), begun -> then(options.source().prepare(), ready -> then(options.workflow().get(),
                workflow -> then(options.iceServers().get(), ice -> offer(workflow, ice)))));
    }

    private void offer(WorkflowReference workflow, IceConfig ice) {
        phase = Phase.GATHERING;
        peer = connection.attach(peers, ice);
        Duration patience = stats.relayPatience;
        boolean patient = patience != null && patience.compareTo(options.gatherTimeout()) > 0;
        then(peer.createOffer(patient ? patience : options.gatherTimeout()), sdp -> {
            noteSilentServers();
            notePorts(sdp, ice);
            if (IcePath.candidates(sdp).isEmpty() && peers.networkUp()) {
                throw new TransportException("No candidate could be gathered, so no offer was sent" + iceServers()
                        + (ice.relayOnly() ? ": iceTransportPolicy=relay needs a TURN server that answers" : "")
                        + (ice.ports() == null ? ". Check this machine's network and turnUrls"
                                : ". Perhaps no port of udpPorts=" + ice.ports()
                                        + " is free: widen the range, or check this machine's network and "
                                        + "turnUrls"));
            }
            signal(sdp, workflow, ice);
        });
    }

    /** Said when it changes, not with every attempt. */
    private void noteSilentServers() {
        String trouble = iceServers();
        if (!trouble.isEmpty() && !trouble.equals(stats.iceTrouble)) {
            LOG.warn("Session {}: going on without waiting for every ICE server{}", options.name(), trouble);
        }
        stats.iceTrouble = trouble.isEmpty() ? null : trouble;
    }

    private void notePorts(String sdp, IceConfig ice) {
        String usedUp = ice.ports() == null || ice.relayOnly() ? null : ice.ports().usedUp(sdp);
        if (usedUp != null) {
            noUdpPort = usedUp;
            LOG.warn("Session {}: {}", options.name(), usedUp);
        }
    }

    /** Those that did not serve, to follow a sentence; empty: all did. */
    private String iceServers() {
        IceReport report = peer.gathering();
        List<String> words = new ArrayList<>();
        if (!report.silent().isEmpty()) {
            words.add("no answer yet from " + String.join(", ", report.silent()));
        }
        report.failed().forEach((url, why) -> words.add(url + ": " + why));
        return words.isEmpty() ? "" : " (" + String.join("; ", words) + ")";
    }

    private void signal(String offerSdp, WorkflowReference workflow, IceConfig ice) {
        OutputRequest outputs = connection.outputs();
        InitRequest request = InitRequest.builder()
                .offerSdp(offerSdp)
                .workflow(workflow)
                .iceConfig(ice)
                .realtimeProcessing(outputs.realtime())
                .streamOutput(outputs.streamOutput())
                .dataOutput(outputs.dataOutput())
                .workflowSettings(options.workflowSettings())
                .declaredFps(options.declaredFps())
                .requestedPlan(options.requestedPlan())
                .requestedRegion(options.requestedRegion())
                .processingTimeout(options.processingTimeout())
                .sourceParameters(connection.run().requestParameters())
                .build();
        LOG.debug("Session {} connection {}: {}", options.name(), connection.number(), request);
        offered = IcePath.types(offerSdp);
        if (LOG.isDebugEnabled()) {
            LOG.debug("Session {} connection {}: local candidates {}", options.name(), connection.number(),
                    IcePath.candidates(offerSdp));
        }
        phase = Phase.ANSWER;
        signalling = options.signalling().initialise(request);
        then(signalling, this::accept);
    }

    private void accept(InitAnswer answer) {
        answered = IcePath.types(answer.sdp());
        connection.servedFor(answer.maxSessionAge());
        if (LOG.isDebugEnabled()) {
            LOG.debug("Session {} connection {}: remote candidates {}", options.name(), connection.number(),
                    IcePath.candidates(answer.sdp()));
        }
        phase = Phase.PATH;
        answeredNanos = loop.nanoTime();
        timers.add(loop.schedule(PATH, () -> timedOut(text(PATH) + " of the server's answer")));
        if (!IcePath.hasRelay(offered)) {
            timers.add(loop.schedule(RELAY_CHECK, this::watchForRelay));
        }
        then(peer.acceptAnswer(answer.sdp()),
                done -> LOG.debug("Session {} connection {}: answer applied", options.name(), connection.number()));
    }

    /** The server takes no candidates later: one that would help needs another offer. */
    private void watchForRelay() {
        if (connection.isOver() || phase != Phase.PATH) {
            return;
        }
        Duration relayAfter = peer.gathering().relayAfter();
        if (relayAfter == null || loop.nanoTime() - answeredNanos < DIRECT_PATH.toNanos()) {
            timers.add(loop.schedule(RELAY_CHECK, this::watchForRelay));
            return;
        }
        stats.relayPatience = relayAfter.plus(DIRECT_PATH);
        connection.lost(new TransportException("No direct path to the server in " + text(DIRECT_PATH) + tried() + ", and the TURN server "
                + "answered only after " + relayAfter.toMillis() + " ms: connecting again through it (a longer gatherTimeout would have "
                + "waited for it)"));
    }

    /** The peers reach each other, encrypted: only the channel is missing. */
    void pathFound() {
        if (phase == Phase.PATH) {
            phase = Phase.CHANNEL;
        }
    }

    private void timedOut(String limit) {
        connection.lost(new TransportException("Not connected within " + limit + ", while " + phase.words
                + (phase == Phase.PATH ? noPath() : phase == Phase.GATHERING ? iceServers() : "")));
    }

    /** What was tried and what may help, to follow words that say that there is no path. */
    String noPath() {
        if (peer != null && peer.gathering().relayAfter() != null && !IcePath.hasRelay(offered)) {
            stats.relayPatience = peer.gathering().relayAfter().plus(DIRECT_PATH);
        }
        String servers = peer == null ? "" : iceServers();
        String cure = noUdpPort != null ? ": " + noUdpPort
                : answered.equals("none") ? ": the server has no candidate, so its machine has no network that it can use"
                : ": UDP may be blocked on the way; set turnUrls, turnUsername and turnPassword to relay the traffic"
                        + (offered.contains("srflx") || IcePath.hasRelay(offered) ? "" : ", or stunUrls where both sides are behind NAT");
        return tried() + servers + cure;
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** Goes on with the value on the loop, unless the connection is over; a failure loses it. */
    private <T> void then(CompletableFuture<T> future, Consumer<T> next) {
        future.whenComplete((value, failure) -> loop.offerControl(() -> {
            if (connection.isOver()) {
                return;
            }
            if (failure != null) {
                connection.lost(asOurs(failure));
                return;
            }
            try {
                next.accept(value);
            } catch (RuntimeException e) {
                connection.lost(asOurs(e));
            }
        }));
    }

    private static RoboflowWebrtcException asOurs(Throwable failure) {
        Throwable cause = Causes.of(failure);
        return cause instanceof RoboflowWebrtcException ours ? ours
                : cause instanceof LinkageError missing ? NativeException.of(missing)
                : new RoboflowWebrtcException("The session could not be set up: " + cause, cause);
    }

    /** The connection is open, or over. Idempotent. */
    void end() {
        timers.forEach(Loop.Timer::cancel);
        timers.clear();
        if (signalling != null) {
            signalling.cancel(false);
        }
    }

    /** What was tried. Types only: whoever may read an exception need not know addresses. */
    private String tried() {
        return " (candidates here: " + offered + "; at the server: " + answered + ")";
    }
}
