package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.OfferedDirection;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Video between two peers in one JVM. */
@Timeout(90)
class RtcVideoIT {

    private RtcRuntime runtime;
    private ScheduledExecutorService camera;

    @BeforeEach
    void open() {
        runtime = RtcRuntime.shared();
        camera = Executors.newScheduledThreadPool(2);
    }

    @AfterEach
    void close() {
        camera.shutdownNow();
        runtime.close();
    }

    /** Pushes painted frames at 30 per second; the push times by number. */
    private Map<Integer, Long> film(RtcVideoSender sender, int width, int height) {
        Map<Integer, Long> pushed = new ConcurrentHashMap<>();
        AtomicInteger number = new AtomicInteger();
        camera.scheduleAtFixedRate(() -> {
            Frame frame = PaintedFrames.paint(number.get(), width, height);
            pushed.put(number.getAndIncrement(), sender.push(frame));
        }, 0, 33_333, TimeUnit.MICROSECONDS);
        return pushed;
    }

    @Test
    void carriesVideoBothWaysWithRtpTimesThatMatchThePushTimes() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcVideoSender there = pair.offerer.sendAndReceiveVideo();
            there.setBitrate(2_000_000, 4_000_000);
            pair.offer();
            assertThat(pair.answerer.offeredVideo()).containsExactly(OfferedDirection.BOTH);
            RtcVideoSender back = pair.answerer.answerWithVideo();
            back.setBitrate(2_000_000, 4_000_000);
            pair.answer();
            pair.awaitConnected();
            Map<Integer, Long> pushedThere = film(there, 640, 480);
            Map<Integer, Long> pushedBack = film(back, 640, 480);
            await().atMost(40, TimeUnit.SECONDS).until(
                    () -> pair.answererProbe.frames.size() >= 300 && pair.offererProbe.frames.size() >= 300);
            assertTimes(pair.answererProbe.frames, pushedThere);
            assertTimes(pair.offererProbe.frames, pushedBack);
        }
    }

    /** The decoder asks for the timestamp of a frame when it has the next one; of frames that nobody takes, each time. */
    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void statisticsAndTheDecoderDoNotWaitForEachOther() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        PeerProbe refusing = new PeerProbe() {
            @Override
            public boolean takesVideoFrame(int bytes) {
                arrived.incrementAndGet();
                return false;
            }
        };
        try (PeerPair pair = new PeerPair(runtime, new PeerProbe(), refusing)) {
            RtcVideoSender there = pair.offerer.sendAndReceiveVideo();
            pair.connect();
            film(there, 320, 240);
            while (arrived.get() < 300) {
                assertThat(pair.answerer.stats().get(30, TimeUnit.SECONDS)).isNotEmpty();
            }
        }
    }

    /** As Roboflow's browser SDK offers: one section to receive, one to send. */
    @Test
    void answersSeparateSectionsForReceivingAndSending() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            pair.offerer.receiveVideo();
            RtcVideoSender there = pair.offerer.sendAndReceiveVideo();
            String offer = pair.offerer.createOffer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS).replace("a=sendrecv", "a=sendonly");
            pair.answerer.acceptOffer(offer).get(20, TimeUnit.SECONDS);
            assertThat(pair.answerer.offeredVideo()).containsExactly(OfferedDirection.RECEIVES, OfferedDirection.SENDS);
            RtcVideoSender back = pair.answerer.answerWithVideo();
            String answer = pair.answerer.createAnswer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
            assertThat(Sdp.sections(answer)).extracting(Sdp.Section::direction)
                    .containsExactly(OfferedDirection.SENDS, OfferedDirection.RECEIVES);
            assertThat(answer).contains("a=msid:roboflow ");
            pair.offerer.acceptAnswer(answer).get(20, TimeUnit.SECONDS);
            pair.awaitConnected();
            film(there, 320, 240);
            film(back, 640, 480);
            await().atMost(45, TimeUnit.SECONDS).until(
                    () -> pair.answererProbe.frames.size() >= 10 && pair.offererProbe.frames.size() >= 10);
            assertThat(pair.answererProbe.frames.get(5).frame().width()).isEqualTo(320);
            assertThat(pair.offererProbe.frames.get(5).frame().width()).isEqualTo(640);
        }
    }

    @Test
    void receivesWithoutSendingWhenTheAnswererDoesNotWantTo() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcVideoSender there = pair.offerer.sendAndReceiveVideo();
            pair.offer();
            String answer = pair.answerer.createAnswer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
            assertThat(Sdp.sections(answer)).extracting(Sdp.Section::direction).containsExactly(OfferedDirection.RECEIVES);
            pair.offerer.acceptAnswer(answer).get(20, TimeUnit.SECONDS);
            pair.awaitConnected();
            film(there, 321, 241);
            await().atMost(45, TimeUnit.SECONDS).until(() -> pair.answererProbe.frames.size() >= 10);
            assertThat(pair.offererProbe.frames).isEmpty();
        }
    }

    @Test
    void hasNothingToSendInWhenNoSectionReceives() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            pair.offerer.createChannel("inference", new ChannelProbe());
            pair.offer();
            assertThat(pair.answerer.offeredVideo()).isEmpty();
            assertThat(pair.answerer.answerWithVideo()).isNull();
        }
    }

    @Test
    void leavesARejectedSectionAlone() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            pair.offerer.receiveVideo();
            pair.offerer.receiveVideo();
            String offer = pair.offerer.createOffer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS);
            int second = offer.lastIndexOf("m=video ");
            String port = offer.substring(second + 8, offer.indexOf(' ', second + 8));
            String rejecting = offer.substring(0, second) + "m=video 0" + offer.substring(second + 8 + port.length());
            pair.answerer.acceptOffer(rejecting.replace("a=group:BUNDLE 0 1", "a=group:BUNDLE 0")).get(20, TimeUnit.SECONDS);
            assertThat(pair.answerer.offeredVideo().get(0)).isEqualTo(OfferedDirection.RECEIVES);
            assertThat(pair.answerer.offeredVideo().stream().skip(1)).allMatch(direction -> direction == OfferedDirection.NONE);
            assertThat(pair.answerer.answerWithVideo()).isNotNull();
            assertThat(pair.answerer.createAnswer(Duration.ofSeconds(2)).get(20, TimeUnit.SECONDS)).contains("m=video 0");
        }
    }

    @Test
    void keepsTheEncoderWithinTheBitrateBounds() throws Exception {
        try (PeerPair pair = new PeerPair(runtime)) {
            RtcVideoSender there = pair.offerer.sendAndReceiveVideo();
            there.setBitrate(1_500_000, 1_700_000);
            pair.connect();
            film(there, 640, 480);
            await().atMost(45, TimeUnit.SECONDS).untilAsserted(() -> {
                Map<String, Object> stats = pair.offerer.stats().get(30, TimeUnit.SECONDS);
                assertThat((Long) stats.get("sent.framesEncoded")).isGreaterThan(15);
                assertThat((Double) stats.get("sent.targetBitrate")).isBetween(1_500_000.0, 1_700_000.0);
                assertThat(stats).containsKeys("sent.framesDropped", "connection.currentRoundTripTime", "sent.encoderImplementation");
            });
            there.setBitrate(0, 200_000);
            await().atMost(45, TimeUnit.SECONDS).untilAsserted(() -> assertThat(
                    (Double) pair.offerer.stats().get(30, TimeUnit.SECONDS).get("sent.targetBitrate")).isLessThanOrEqualTo(200_000.0));
            assertThat(pair.answerer.stats().get(30, TimeUnit.SECONDS)).containsKeys("received.framesDecoded", "received.packetsLost");
        }
    }

    private static void assertTimes(List<PeerProbe.Seen> seen, Map<Integer, Long> pushed) {
        List<Long> residuals = new ArrayList<>();
        int last = -1;
        for (PeerProbe.Seen one : seen) {
            int number = PaintedFrames.read(one.frame());
            assertThat(one.frame().width()).isEqualTo(640);
            assertThat(number).as("a readable number, rising").isGreaterThan(last);
            last = number;
            assertThat(one.rtp()).as("RTP time of frame %s", number).isNotEqualTo(Frame.NO_PTS);
            residuals.add(one.rtp() - pushed.get(number) * 90);
        }
        long median = residuals.stream().sorted().toList().get(residuals.size() / 2);
        List<Long> sorted = residuals.stream().map(r -> Math.abs(r - median)).sorted().toList();
        assertThat(sorted.get(sorted.size() * 99 / 100)).as("99 % within 2 ms").isLessThanOrEqualTo(2 * 90L);
        assertThat(sorted.get(sorted.size() - 1)).as("none beyond 5 ms").isLessThanOrEqualTo(5 * 90L);
    }
}
