package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.error.TransportException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.engine.NativeIceTest;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Closing, in every phase and from every place. */
@Timeout(120)
class RtcLifecycleIT {

    private RtcRuntime runtime;

    @BeforeEach
    void open() {
        runtime = RtcRuntime.shared();
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private static int nativeThreads() {
        return new File("/proc/self/task").list().length;
    }

    @Test
    void closesInEveryPhase() throws Exception {
        for (int phase = 0; phase <= 7; phase++) {
            PeerPair pair = new PeerPair(runtime);
            pair.offerer.createChannel("inference", new ChannelProbe());
            CompletableFuture<?> inFlight = phase == 0 ? null : reach(pair, phase);
            pair.close();
            pair.close();
            if (inFlight != null) {
                CompletableFuture<Boolean> settled =
                        inFlight.handle((value, failure) -> failure == null || failure instanceof TransportException);
                assertThat(settled.get(30, TimeUnit.SECONDS)).as("phase %s", phase).isTrue();
            }
            assertThatThrownBy(() -> pair.offerer.createOffer(Duration.ofSeconds(2)).get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(TransportException.class);
            assertThatThrownBy(() -> pair.offerer.createChannel("late", new ChannelProbe())).isInstanceOf(TransportException.class);
        }
    }

    private static CompletableFuture<?> reach(PeerPair pair, int phase) throws Exception {
        RtcVideoSender sender = pair.offerer.sendAndReceiveVideo();
        CompletableFuture<String> offer = pair.offerer.createOffer(Duration.ofSeconds(2));
        if (phase == 1) {
            return offer;
        }
        CompletableFuture<Void> accepted = pair.answerer.acceptOffer(offer.get(10, TimeUnit.SECONDS));
        if (phase == 2) {
            return accepted;
        }
        accepted.get(10, TimeUnit.SECONDS);
        RtcVideoSender back = pair.answerer.answerWithVideo();
        if (phase == 3) {
            return accepted;
        }
        CompletableFuture<String> answer = pair.answerer.createAnswer(Duration.ofSeconds(2));
        if (phase == 4) {
            return answer;
        }
        CompletableFuture<Void> done = pair.offerer.acceptAnswer(answer.get(10, TimeUnit.SECONDS));
        if (phase == 5) {
            return done;
        }
        done.get(10, TimeUnit.SECONDS);
        if (phase == 6) {
            return pair.offerer.stats();
        }
        pair.awaitConnected();
        for (int i = 0; pair.answererProbe.frames.isEmpty() && i < 1_000; i++) {
            sender.push(PaintedFrames.paint(i, 320, 240));
            back.push(PaintedFrames.paint(i, 320, 240));
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return pair.offerer.stats();
    }

    @Test
    void refusesToBeClosedInsideACallback() throws Exception {
        AtomicReference<RtcPeer> peer = new AtomicReference<>();
        AtomicReference<Throwable> refused = new AtomicReference<>();
        PeerProbe closing = new PeerProbe() {
            @Override
            public void onConnectionState(RtcPeer.ConnectionState state) {
                super.onConnectionState(state);
                try {
                    peer.get().close();
                } catch (IllegalStateException e) {
                    refused.set(e);
                    throw e;
                }
            }
        };
        try (PeerPair pair = new PeerPair(runtime, closing, new PeerProbe())) {
            peer.set(pair.offerer);
            RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
            pair.connect();
            await().until(channel::isOpen);
            assertThat(refused.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("callback");
        }
    }

    @Test
    void survivesListenersThatThrow() throws Exception {
        PeerProbe failing = new PeerProbe() {
            @Override
            public void onConnectionState(RtcPeer.ConnectionState state) {
                super.onConnectionState(state);
                throw new AssertionError("thrown on purpose by a test's listener");
            }
        };
        try (PeerPair pair = new PeerPair(runtime, failing, failing)) {
            pair.offerer.createChannel("inference", new ChannelProbe() {
                @Override
                public void onOpen() {
                    super.onOpen();
                    throw new IllegalStateException("thrown on purpose by a test's listener");
                }
            });
            pair.connect();
        }
    }

    @Test
    void callsNoListenerAfterCloseReturnedWhileVideoIsFlowing() throws Exception {
        for (int round = 0; round < 10; round++) {
            AtomicBoolean closed = new AtomicBoolean();
            AtomicInteger late = new AtomicInteger();
            PeerProbe strict = new PeerProbe() {
                @Override
                public void onVideoFrame(Frame frame, long rtpTimestamp) {
                    super.onVideoFrame(frame, rtpTimestamp);
                    if (closed.get()) {
                        late.incrementAndGet();
                    }
                }
            };
            PeerPair pair = new PeerPair(runtime, new PeerProbe(), strict);
            RtcVideoSender sender = pair.offerer.sendAndReceiveVideo();
            pair.connect();
            AtomicBoolean stop = new AtomicBoolean();
            Thread camera = new Thread(() -> {
                for (int i = 0; !stop.get(); i++) {
                    sender.push(PaintedFrames.paint(i, 320, 240));
                    java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
                }
            });
            camera.start();
            await().atMost(45, TimeUnit.SECONDS).until(() -> strict.frames.size() > 3);
            pair.answerer.close();
            closed.set(true);
            pair.offerer.close();
            stop.set(true);
            camera.join();
            assertThat(late).hasValue(0);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leavesNoThreadBehindInFiftyRestarts() throws Exception {
        int warm = 0;
        for (int i = 0; i < 50; i++) {
            try (RtcRuntime own = RtcRuntime.shared(); PeerPair pair = new PeerPair(own)) {
                RtcChannel channel = pair.offerer.createChannel("inference", new ChannelProbe());
                pair.offerer.sendAndReceiveVideo();
                pair.connect();
                await().pollInterval(5, TimeUnit.MILLISECONDS).until(channel::isOpen);
            }
            warm = i == 4 ? nativeThreads() : warm;
        }
        int limit = warm + 3;
        await().untilAsserted(() -> assertThat(nativeThreads()).isLessThanOrEqualTo(limit));
    }

    @Test
    void rotatesTheFactoryAfterItsShareOfMessages() throws Exception {
        try (RtcRuntime small = RtcRuntime.create(10, Duration.ZERO); PeerPair old = new PeerPair(small)) {
            RtcChannel channel = old.offerer.createChannel("inference", new ChannelProbe());
            old.connect();
            await().until(channel::isOpen);
            assertThat(small.rotationDue(old.offerer)).isFalse();
            for (int i = 0; i < 10; i++) {
                assertThat(channel.trySend(new byte[10], true)).isTrue();
            }
            await().until(() -> small.rotationDue(old.offerer) && small.rotationDue(old.answerer));
            try (PeerPair fresh = new PeerPair(small)) {
                assertThat(small.rotationDue(fresh.offerer)).isFalse();
                RtcChannel other = fresh.offerer.createChannel("inference", new ChannelProbe());
                fresh.connect();
                await().until(() -> other.trySend(new byte[10], true));
                old.close();
                await().until(() -> fresh.answererProbe.remote.bytes.get() == 10);
            }
        }
    }

    @Test
    void peersOutliveTheirRuntime() throws Exception {
        RtcRuntime own = RtcRuntime.create();
        try (PeerPair pair = new PeerPair(own)) {
            own.close();
            own.close();
            pair.offerer.createChannel("inference", new ChannelProbe());
            pair.connect();
            assertThatThrownBy(() -> own.newPeer(IceConfig.NONE, new PeerProbe())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesMalformedIceServersAndStaysUsable() {
        IceConfig bad = new IceConfig(List.of(new IceConfig.Server(List.of("nonsense:x"), null, "secret")), false);
        assertThatThrownBy(() -> runtime.newPeer(bad, new PeerProbe())).isInstanceOf(IllegalArgumentException.class);
        runtime.newPeer(IceConfig.NONE, new PeerProbe()).close();
    }

    @Test
    void libwebrtcTakesEveryIceServerThatPassesTheCheck() {
        for (String url : NativeIceTest.GOOD) {
            IceConfig good = new IceConfig(List.of(new IceConfig.Server(List.of(url), "user", "secret")), true);
            runtime.newPeer(good, new PeerProbe()).close();
        }
    }

    /** None of them is connected: libwebrtc keeps all their sockets for half a minute then. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void manyPeersThatBeginAtOnceOpenFewSocketsEach() throws Exception {
        int count = 60;
        List<RtcPeer> peers = new ArrayList<>();
        int before = descriptors();
        try {
            List<CompletableFuture<String>> offers = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                RtcPeer peer = runtime.newPeer(IceConfig.NONE, new PeerProbe());
                peers.add(peer);
                peer.createChannel("inference", new ChannelProbe());
                offers.add(peer.createOffer(Duration.ofSeconds(1)));
            }
            for (CompletableFuture<String> offer : offers) {
                assertThat(offer.get(60, TimeUnit.SECONDS)).contains("a=candidate:");
            }
            assertThat(descriptors() - before).isBetween(count, 20 * count);
        } finally {
            peers.forEach(RtcPeer::close);
        }
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
