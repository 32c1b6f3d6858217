package io.github.camelvision.roboflow.webrtc.core.source.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelvision.roboflow.webrtc.core.capture.DecodedFrame;
import io.github.camelvision.roboflow.webrtc.core.capture.FrameReader;
import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.source.VideoBitrate;
import io.github.camelvision.roboflow.webrtc.testing.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptureLoopTest {

    private CaptureLoop capture;

    @AfterEach
    void theCapturesThreadEnds() {
        if (capture != null) {
            capture.close();
            capture.opened().handle((done, failure) -> null).join();
            await().until(() -> threads() == 0);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("roboflow-webrtc-capture-test")).count();
    }

    private static final class Probe implements CaptureLoop.Listener {

        private final Queue<SourceException> outages = new ConcurrentLinkedQueue<>();
        private final Queue<Frame> frames = new ConcurrentLinkedQueue<>();
        private final Queue<RoboflowWebrtcException> ends = new ConcurrentLinkedQueue<>();
        private final CaptureLoop capture;

        private Probe(CaptureLoop capture) {
            this.capture = capture;
        }

        @Override
        public void frameWaiting() {
            frames.add(capture.slot().poll().frame());
            capture.slot().sent();
        }

        @Override
        public void lost(SourceException cause) {
            outages.add(cause);
        }

        @Override
        public void ended(RoboflowWebrtcException cause) {
            ends.add(cause);
        }
    }

    private CaptureLoop lavfi(String graph) {
        capture = new WebcamSource("test", graph, "lavfi", null, VideoBitrate.AUTO, null).capture();
        return capture;
    }

    private CaptureLoop stream(String url) {
        LocalStreamSource source = new LocalStreamSource("test", url, VideoBitrate.AUTO);
        capture = source.capture();
        return capture;
    }

    @Test
    void aGeneratorPlaysAtItsOwnRate() {
        Probe probe = new Probe(lavfi("testsrc2=size=320x240:rate=25"));
        capture.listen(probe);
        capture.opened().join();

        assertThat(capture.fps()).isEqualTo(25);
        await().until(() -> probe.frames.size() >= 2);
        long start = System.nanoTime();
        int before = probe.frames.size();
        await().atMost(Duration.ofSeconds(45)).until(() -> probe.frames.size() >= before + 50);
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(seconds).isGreaterThan(1.6);
        Frame frame = probe.frames.poll();
        assertThat(frame.width()).isEqualTo(320);
        assertThat(frame.height()).isEqualTo(240);
        assertThat(probe.frames.poll().pts() - frame.pts()).isEqualTo(3600);
    }

    @Test
    void keepsOnlyTheNewestFrameAndCountsTheOthers() {
        lavfi("testsrc2=size=160x120:rate=100");
        capture.listen(new CaptureLoop.Listener() {
            @Override
            public void frameWaiting() {
                // never takes one
            }

            @Override
            public void lost(SourceException cause) {
                throw new AssertionError(cause);
            }

            @Override
            public void ended(RoboflowWebrtcException cause) {
                throw new AssertionError(cause);
            }
        });
        capture.opened().join();

        await().until(() -> capture.counters().captured() >= 20);
        Frame newest = capture.slot().poll().frame();

        assertThat(newest.pts()).isGreaterThanOrEqualTo(19 * 900);
        assertThat(capture.counters().dropped()).isGreaterThanOrEqualTo(19);
        assertThat(capture.counters().sent()).isZero();
    }

    @Test
    void aSourceThatEndsIsReportedOnceAndOpenedAgain() {
        Probe probe = new Probe(lavfi("testsrc2=size=160x120:rate=50:duration=0.2"));
        capture.listen(probe);
        capture.opened().join();

        await().atMost(Duration.ofSeconds(45)).until(() -> probe.frames.size() >= 25);

        assertThat(capture.counters().interruptions()).isGreaterThanOrEqualTo(2);
        assertThat(probe.outages).isNotEmpty().allSatisfy(outage -> {
            assertThat(outage).hasMessageContaining("ended");
            assertThat(outage.retryable()).isTrue();
        });
        assertThat(probe.outages.size()).isBetween(2, 4);
    }

    @Test
    void waitsTwiceAsLongAfterEachAttemptThatFails() {
        List<Long> attempts = new CopyOnWriteArrayList<>();
        capture = new CaptureLoop("test", interruption -> {
            attempts.add(System.nanoTime());
            throw new SourceException("away", true);
        }, () -> null, CaptureRules.NONE);
        assertThatThrownBy(() -> capture.opened().join()).hasMessageContaining("away");
        await().atMost(Duration.ofSeconds(45)).until(() -> attempts.size() >= 4);
        // chance takes up to half of each
        assertThat(Duration.ofNanos(attempts.get(1) - attempts.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(250));
        assertThat(Duration.ofNanos(attempts.get(2) - attempts.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        assertThat(Duration.ofNanos(attempts.get(3) - attempts.get(2))).isGreaterThanOrEqualTo(Duration.ofMillis(1_000));
    }

    @Test
    void aMissingLibraryEndsTheCaptureWithItsCure() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        capture = new CaptureLoop("test", interruption -> {
            attempts.incrementAndGet();
            throw new UnsatisfiedLinkError("no jnimissing in java.library.path");
        }, () -> null, CaptureRules.NONE);
        for (int asked = 0; asked < 2; asked++) {
            assertThatThrownBy(() -> capture.opened().join()).cause().isInstanceOf(NativeException.class)
                    .hasMessageContainingAll("jnimissing", "class path");
        }
        capture.ended().get(45, TimeUnit.SECONDS);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void whateverElseIsThrownEndsTheCaptureAndTellsWhoWaits() throws Exception {
        capture = new CaptureLoop("test", interruption -> {
            throw new AssertionError("on purpose");
        }, () -> null, CaptureRules.NONE);
        assertThatThrownBy(() -> capture.opened().join()).cause()
                .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContainingAll("broke", "on purpose");
        capture.ended().get(45, TimeUnit.SECONDS);
    }

    /** Nobody asks for a source that is open: who listens must hear of its end, or it waits for frames for ever. */
    @Test
    void whatEndsAnOpenCaptureIsToldToWhoListens() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        capture = reading(() -> {
            broken.await();
            throw new StackOverflowError("on purpose");
        });
        Probe probe = new Probe(capture);
        capture.listen(probe);
        capture.opened().join();
        broken.countDown();
        capture.ended().get(45, TimeUnit.SECONDS);
        assertThat(probe.ends).singleElement().satisfies(end -> assertThat(end.retryable()).isFalse())
                .asString().contains("StackOverflowError");
        assertThatThrownBy(() -> capture.opened().join()).cause().hasMessageContaining("broke");
    }

    /** As when the heap is full: who is told of the loss throws, too. */
    @Test
    void anErrorWhileALossIsToldIsNoEndOfTheCapture() {
        AtomicInteger reads = new AtomicInteger();
        capture = reading(() -> {
            reads.incrementAndGet();
            throw new SourceException("away", true);
        });
        capture.listen(new CaptureLoop.Listener() {
            @Override
            public void frameWaiting() {
                // there is none
            }

            @Override
            public void lost(SourceException cause) {
                throw new OutOfMemoryError("expected by the test");
            }

            @Override
            public void ended(RoboflowWebrtcException cause) {
                throw new OutOfMemoryError("expected by the test");
            }
        });
        capture.opened().join();
        await().atMost(Duration.ofSeconds(45)).until(() -> reads.get() >= 2);
    }

    private static CaptureLoop reading(Callable<DecodedFrame> reader) {
        return new CaptureLoop("test", interruption -> new FrameReader() {
            @Override
            public DecodedFrame read() {
                try {
                    return reader.call();
                } catch (SourceException e) {
                    throw e;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }

            @Override
            public Double fps() {
                return null;
            }

            @Override
            public void close() {
                // nothing is open
            }
        }, () -> null, CaptureRules.NONE);
    }

    @Test
    void aMissingCameraIsNamedWithItsCureAtEveryAttempt() {
        capture = new WebcamSource("test", "97", "v4l2", null, VideoBitrate.AUTO, null).capture();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> capture.opened().join()).isInstanceOf(CompletionException.class).cause()
                    .isInstanceOfSatisfying(SourceException.class, e -> assertThat(e.retryable()).isTrue())
                    .hasMessageContaining("/dev/video97").hasMessageContaining("sourceUri");
        }
    }

    @Test
    void anUnknownDeviceFormatIsFatal() {
        capture = new WebcamSource("test", "0", "nonsense", null, VideoBitrate.AUTO, null).capture();

        assertThatThrownBy(() -> capture.opened().join()).cause().isInstanceOfSatisfying(SourceException.class,
                e -> assertThat(e.retryable()).isFalse()).hasMessageContaining("deviceFormat=nonsense");
        assertThatThrownBy(() -> capture.opened().join()).cause().hasMessageContaining("deviceFormat=nonsense");
    }

    @Test
    void aServerThatRefusesIsReportedWithoutThePassword() throws Exception {
        int port = Ports.take();
        stream("rtsp://operator:s3cret@127.0.0.1:" + port + "/cam");

        assertThatThrownBy(() -> capture.opened().join()).cause().hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("sourceUri").hasMessageNotContaining("s3cret").hasMessageNotContaining("operator");
    }

    @Test
    void aSilentRtspServerTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stream("rtsp://127.0.0.1:" + silent.getLocalPort() + "/cam");
            long start = System.nanoTime();

            assertThatThrownBy(() -> capture.opened().join()).cause().hasMessageContaining("did not answer for 5 s");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
        }
    }

    @Test
    void closingInterruptsAReadThatHangs() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            stream("rtmp://127.0.0.1:" + silent.getLocalPort() + "/app/cam");
            var opened = capture.opened();
            silent.accept();
            capture.close();

            capture.ended().get(45, TimeUnit.SECONDS);
            // not by the read's own limit, which would say that the server did not answer
            assertThatThrownBy(opened::join).hasMessageContaining("is closed");
        }
    }

    @Test
    void onlyStreamProtocolsAreTaken() {
        for (String url : new String[] {"ftp://u:s3cret@host/x", "file:/etc/passwd", "/dev/video0", "udp://host:1", "", null}) {
            assertThatThrownBy(() -> new LocalStreamSource("test", url, VideoBitrate.AUTO)).isInstanceOf(SourceException.class)
                    .hasMessageContaining("rtsp://").hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void wrongWebcamOptionsAreRefusedByName() {
        assertThatThrownBy(() -> new WebcamSource("test", "0", null, "640*480", VideoBitrate.AUTO, null))
                .hasMessageContaining("resolution=640*480");
        assertThatThrownBy(() -> new WebcamSource("test", null, "lavfi", null, VideoBitrate.AUTO, null))
                .hasMessageContaining("sourceUri");
        assertThatThrownBy(() -> new WebcamSource("test", "0", "dshow", null, VideoBitrate.AUTO, null))
                .hasMessageContaining("video=");
    }
}
