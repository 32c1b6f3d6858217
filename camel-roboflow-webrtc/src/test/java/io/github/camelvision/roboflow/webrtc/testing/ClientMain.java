package io.github.camelvision.roboflow.webrtc.testing;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.rtc.IceConfig;
import io.github.camelvision.roboflow.webrtc.core.rtc.PortRange;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.core.session.ReconnectPolicy;
import io.github.camelvision.roboflow.webrtc.core.session.Session;
import io.github.camelvision.roboflow.webrtc.core.session.SessionListener;
import io.github.camelvision.roboflow.webrtc.core.session.SessionOptions;
import io.github.camelvision.roboflow.webrtc.core.session.status.SessionState;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A session of painted frames, 15 a second, as a program: prints {@code result}, {@code state NAME} and {@code error TEXT} lines as they
 * come, until it is killed, and {@code ice TEXT} when ICE servers did not serve.
 * Arguments: the worker's URL, then URLs of ICE servers (user u, password p), {@code relay} to use nothing but those, and
 * {@code ports:FROM-TO}.
 */
public final class ClientMain {

    private static final int FPS = 15;

    private ClientMain() {}

    public static void main(String[] args) throws Exception {
        ManualSource source = new ManualSource(30, VideoBitrate.AUTO, FPS);
        List<IceConfig.Server> ice = Arrays.stream(args).skip(1).filter(arg -> arg.startsWith("stun") || arg.startsWith("turn"))
                .map(url -> url.startsWith("stun") ? new IceConfig.Server(List.of(url), null, null)
                        : new IceConfig.Server(List.of(url), "u", "p"))
                .toList();
        Printer printer = new Printer();
        SessionOptions options = SessionOptions.builder("network").source(source)
                .signalling(new WorkerHttpSignalling(SignallingOptions.of(args[0], null)))
                .workflow(WorkflowReference.byId("acme", "numbers", null))
                .iceServers(() -> CompletableFuture.completedFuture(new IceConfig(ice, List.of(args).contains("relay"), ports(args))))
                .reconnect(new ReconnectPolicy(true, Duration.ofMillis(500), Duration.ofSeconds(1), -1)).build();
        try (RtcRuntime runtime = RtcRuntime.shared(); Session session = new Session(options, runtime::newPeer, printer)) {
            printer.session = session;
            System.out.println("begin");
            session.start();
            FrameFeeder.pump(Integer.MAX_VALUE, 320, 240, FPS, source::send);
        }
    }

    private static PortRange ports(String[] args) {
        return Arrays.stream(args).filter(arg -> arg.startsWith("ports:")).map(arg -> PortRange.parse(arg.substring(6))).findFirst()
                .orElse(null);
    }

    private static final class Printer implements SessionListener {

        private volatile Session session;

        @Override
        public void onDelivery(Delivery delivery) {
            if (delivery.result() != null) {
                System.out.println("result");
            }
            delivery.done();
        }

        @Override
        public void onState(SessionState state, RoboflowWebrtcException cause) {
            if (session != null && session.stats().iceTrouble() != null) {
                System.out.println("ice " + session.stats().iceTrouble());
            }
            System.out.println("state " + state + (cause == null ? "" : " " + cause.getMessage()));
        }
    }
}
