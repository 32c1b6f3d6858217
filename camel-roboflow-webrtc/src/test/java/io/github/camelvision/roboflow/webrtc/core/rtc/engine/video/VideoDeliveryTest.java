package io.github.camelvision.roboflow.webrtc.core.rtc.engine.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.RtpTimes;
import io.github.camelvision.roboflow.webrtc.core.rtc.PeerProbe;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class VideoDeliveryTest {

    private final AtomicLong recorded = new AtomicLong(RtpTimes.UNKNOWN);
    private final CountDownLatch mayAsk = new CountDownLatch(1);
    private final PeerProbe probe = new PeerProbe();
    private VideoDelivery delivery = new VideoDelivery(() -> probe, recorded::get);

    @AfterEach
    void close() {
        delivery.close();
    }

    private static Frame frame(int size) {
        return Frame.ofI420(size, 2, new byte[Frame.sizeOf(size, 2)], Frame.NO_PTS);
    }

    @Test
    void deliversWithTheTimestampThatIsRecordedAfterTheSinkReturned() {
        delivery.arrived(frame(2));
        recorded.set(3_000);
        await().until(() -> probe.frames.size() == 1);
        delivery.arrived(frame(4));
        recorded.set(6_000);
        await().until(() -> probe.frames.size() == 2);
        assertThat(probe.frames).extracting(PeerProbe.Seen::rtp).containsExactly(3_000L, 6_000L);
    }

    @Test
    void learnsTheTimestampFromTheNextSinkCallWhenThatIsFaster() {
        nobodyElseAsks();
        delivery.arrived(frame(2));
        recorded.set(3_000);
        delivery.arrived(frame(4));
        recorded.set(6_000);
        mayAsk.countDown();
        await().until(() -> probe.frames.size() == 2);
        assertThat(probe.frames).extracting(PeerProbe.Seen::rtp).containsExactly(3_000L, 6_000L);
    }

    @Test
    void theTimestampOfARefusedFrameIsNotThatOfTheOneBefore() {
        nobodyElseAsks();
        delivery.arrived(frame(2));
        recorded.set(3_000);
        delivery.refused();
        recorded.set(6_000);
        mayAsk.countDown();
        await().until(() -> probe.frames.size() == 1);
        assertThat(probe.frames).extracting(PeerProbe.Seen::rtp).containsExactly(3_000L);
    }

    /** Until {@link #mayAsk}: the delivery's thread is slower than the sink calls. */
    private void nobodyElseAsks() {
        delivery = new VideoDelivery(() -> probe, () -> {
            if (Thread.currentThread().getName().startsWith("roboflow")) {
                try {
                    mayAsk.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return recorded.get();
        });
    }

    @Test
    void waitsForATimestampThatAStalledMachineTellsLate() {
        AtomicInteger questions = new AtomicInteger();
        delivery = new VideoDelivery(() -> probe, () -> questions.incrementAndGet() < 30 ? 3_000 : 6_000);
        delivery.arrived(frame(2));
        await().until(() -> probe.frames.size() == 1);
        delivery.arrived(frame(4));
        await().until(() -> probe.frames.size() == 2);
        assertThat(probe.frames).extracting(PeerProbe.Seen::rtp).containsExactly(3_000L, 6_000L);
    }

    @Test
    void deliversWithoutATimeWhatNeverHasATimestamp() {
        delivery.arrived(frame(2));
        recorded.set(3_000);
        await().until(() -> probe.frames.size() == 1);
        delivery.arrived(frame(4));
        await().until(() -> probe.frames.size() == 2);
        assertThat(probe.frames.get(1).rtp()).isEqualTo(Frame.NO_PTS);
    }

    @Test
    void theTimestampOfARefusedFrameIsNotTheNextOnes() {
        delivery.arrived(frame(2));
        recorded.set(3_000);
        await().until(() -> probe.frames.size() == 1);
        delivery.refused();
        recorded.set(6_000);
        delivery.arrived(frame(4));
        assertThat(probe.frames).hasSize(1);
        recorded.set(9_000);
        await().until(() -> probe.frames.size() == 2);
        assertThat(probe.frames).extracting(PeerProbe.Seen::rtp).containsExactly(3_000L, 9_000L);
    }

    @Test
    void dropsTheOldestWhenTheListenerIsSlow() {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        PeerProbe blocked = new PeerProbe() {
            @Override
            public void onVideoFrame(Frame frame, long rtpTimestamp) {
                entered.countDown();
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                super.onVideoFrame(frame, rtpTimestamp);
            }
        };
        delivery = new VideoDelivery(() -> blocked, recorded::incrementAndGet);
        delivery.arrived(frame(2));
        await().until(() -> entered.getCount() == 0);
        for (int i = 1; i <= 20; i++) {
            delivery.arrived(frame(2 + i));
        }
        slow.countDown();
        await().until(() -> blocked.frames.size() == 9);
        assertThat(blocked.frames.get(8).frame().width()).isEqualTo(22);
    }

    @Test
    void survivesAListenerThatThrows() {
        PeerProbe failing = new PeerProbe() {
            @Override
            public void onVideoFrame(Frame frame, long rtpTimestamp) {
                super.onVideoFrame(frame, rtpTimestamp);
                throw new IllegalStateException("thrown on purpose by a test's listener");
            }
        };
        delivery = new VideoDelivery(() -> failing, recorded::incrementAndGet);
        delivery.arrived(frame(2));
        delivery.arrived(frame(4));
        await().until(() -> failing.frames.size() == 2);
    }

    @Test
    void callsNobodyAfterClose() {
        delivery.arrived(frame(2));
        delivery.close();
        int seen = probe.frames.size();
        delivery.arrived(frame(2));
        recorded.set(1);
        assertThat(probe.frames).hasSize(seen);
    }
}
