package io.github.camelvision.roboflow.webrtc.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.loop.SerialLoop;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcRuntime;
import io.github.camelvision.roboflow.webrtc.core.signalling.SignallingOptions;
import io.github.camelvision.roboflow.webrtc.core.signalling.WorkflowReference;
import io.github.camelvision.roboflow.webrtc.core.signalling.http.WorkerHttpSignalling;
import io.github.camelvision.roboflow.webrtc.core.source.SentFrame;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.core.source.manual.ManualSource;
import io.github.camelvision.roboflow.webrtc.testing.Collector;
import io.github.camelvision.roboflow.webrtc.testing.FaultyFront;
import io.github.camelvision.roboflow.webrtc.testing.HttpWorker;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session is closed from inside of each thing that it tells: it ends, and every frame is answered or its sender is told. */
@Timeout(180)
class CallbacksIT {

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final int ENOUGH = 5;

    private final AtomicReference<Session> session = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Collector collector = new Collector();

    @ParameterizedTest
    @ValueSource(strings = {"onDelivery", "onResult", "onSent", "onState", "onGap", "onError", "onEnd"})
    void aSessionThatIsClosedInsideOfItEnds(String callback) throws Exception {
        List<SentFrame> frames = new ArrayList<>();
        try (RtcRuntime runtime = RtcRuntime.shared(); HttpWorker second = new HttpWorker();
                FaultyFront front = new FaultyFront(second.url())) {
            ManualSource source = new ManualSource(100, VideoBitrate.AUTO, 30);
            session.set(new Session(SessionOptions.builder("callbacks").source(source)
                    .signalling(new WorkerHttpSignalling(SignallingOptions.of(front.url(), "test-key")))
                    .workflow(WorkflowReference.byId("acme", "numbers", null))
                    .build(), runtime::newPeer, closingIn(callback)));
            try (HttpWorker first = new HttpWorker()) {
                front.leadsTo(first.url());
                session.get().start();
                sendUntil(source, frames, () -> collector.results.size() >= ENOUGH);
                front.leadsTo(second.url());
            }
            int before = collector.results.size();
            sendUntil(source, frames, () -> collector.results.size() >= before + ENOUGH);
            if (!closed.get()) {
                // for onEnd
                session.get().close();
            }
            assertThat(session.get().awaitEnd(PATIENCE)).isTrue();
            await("answers").atMost(PATIENCE).until(() -> frames.stream().allMatch(frame -> frame.answer().isDone()));
            await("the loop's end").atMost(PATIENCE).until(() -> !SerialLoop.open().contains("callbacks"));
            assertThat(closed).as("closed in %s", callback).isTrue();
            assertThat(collector.end.get(45, TimeUnit.SECONDS).cause()).isNull();
        }
    }

    /** Sends frames until this is so, or the session was closed. */
    private void sendUntil(ManualSource source, List<SentFrame> frames, BooleanSupplier enough) {
        await("results, or the end").atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            if (!closed.get() && !enough.getAsBoolean()) {
                frames.add(source.send(PaintedFrames.paint(frames.size() + 1, 320, 240)));
                return false;
            }
            return true;
        });
    }

    private SessionListener closingIn(String callback) {
        return (SessionListener) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {SessionListener.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(callback) && closed.compareAndSet(false, true)) {
                        session.get().close();
                    }
                    return method.invoke(collector, arguments);
                });
    }
}
