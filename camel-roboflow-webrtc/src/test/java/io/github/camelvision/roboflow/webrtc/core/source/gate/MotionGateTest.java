package io.github.camelvision.roboflow.webrtc.core.source.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.motion.MotionRules;
import io.github.camelvision.roboflow.webrtc.core.source.SessionGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MotionGateTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final MotionGate gate = new MotionGate("test",
            new GateRules(MotionRules.DEFAULT, Duration.ofSeconds(5), Duration.ofSeconds(2), MemoryBudget.ofHeap(1 << 24)));
    private final List<String> told = new ArrayList<>();
    private long now = -3 * SECOND;

    MotionGateTest() {
        gate.listen(new SessionGate.Listener() {
            @Override
            public void opens() {
                told.add("opens");
            }

            @Override
            public void cameraLost(SourceException cause) {
                told.add("lost");
            }

            @Override
            public void cameraBack() {
                told.add("back");
            }

            @Override
            public void cameraEnded(RoboflowWebrtcException cause) {
                told.add("ended");
            }
        });
    }

    /** A tenth of a second passes, and an object is at this place; -1: there is none. */
    private void frame(int place) {
        byte[] i420 = new byte[Frame.sizeOf(160, 120)];
        for (int y = 40; place >= 0 && y < 70; y++) {
            Arrays.fill(i420, y * 160 + place, y * 160 + place + 30, (byte) 200);
        }
        Frame frame = Frame.ofI420(160, 120, i420, Frame.NO_PTS);
        now += SECOND / 10;
        if (gate.looksAt(now)) {
            gate.look(frame, now);
        }
        gate.frames().offer(new CapturedFrame(frame, now));
    }

    private void still(int tenths) {
        for (int i = 0; i < tenths; i++) {
            frame(-1);
        }
    }

    private void sendAll() {
        while (gate.frames().take(now) != null) {
            // sent
        }
    }

    @Test
    void opensWithAMotionAndClosesAfterTheIdleTime() {
        still(50);
        assertThat(gate.needed(now)).isFalse();
        for (int i = 0; i < 10; i++) {
            frame(i * 8);
        }
        assertThat(told).containsExactly("opens");
        assertThat(gate.needed(now)).isTrue();
        long first = gate.frames().take(now).nanos();
        assertThat(now - first).as("before").isBetween(2 * SECOND, 3 * SECOND);
        still(49);
        sendAll();
        assertThat(gate.needed(now)).isTrue();
        still(2);
        sendAll();
        assertThat(gate.needed(now)).isFalse();
        assertThat(gate.opened()).isOne();
    }

    @Test
    void isNeededWhileFramesWait() {
        gate.open(now);
        frame(-1);
        now += 10 * SECOND;
        assertThat(gate.needed(now)).isTrue();
        sendAll();
        assertThat(gate.needed(now)).isFalse();
    }

    @Test
    void looksAtTenFramesASecond() {
        int looks = 0;
        for (int i = 0; i < 100; i++) {
            looks += gate.looksAt(i * SECOND / 50) ? 1 : 0;
        }
        assertThat(looks).isEqualTo(20);
    }

    @Test
    void theCamerasLossIsToldWhereNobodyElseDoesAndItsReturnOnce() {
        gate.cameBack();
        gate.lost(new SourceException("away", true), false);
        gate.cameBack();
        gate.cameBack();
        gate.lost(new SourceException("away", true), true);
        gate.cameBack();
        gate.ended(new SourceException("gone", false));
        assertThat(told).containsExactly("back", "lost", "back", "ended");
    }
}
