package io.github.camelvision.roboflow.webrtc.core.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.rtc.RtcPeer.OfferedDirection;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Map<Integer, Long> pushed = new java.util.concurrent.ConcurrentHashMap<>();
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
        Map<Long, Integer> histogram = new HashMap<>();
        residuals.forEach(r -> histogram.merge(Math.round((r - median) / 90.0), 1, Integer::sum));
        System.out.println("residuals [ms]: " + new java.util.TreeMap<>(histogram) + " first " + residuals.stream().limit(8)
                .map(r -> (r - median) / 90.0).toList() + " first number " + PaintedFrames.read(seen.get(0).frame()));
        assertThat(sorted.get(sorted.size() * 99 / 100)).as("99 % within 2 ms").isLessThanOrEqualTo(2 * 90L);
        assertThat(sorted.get(sorted.size() - 1)).as("none beyond 5 ms").isLessThanOrEqualTo(5 * 90L);
    }
}
