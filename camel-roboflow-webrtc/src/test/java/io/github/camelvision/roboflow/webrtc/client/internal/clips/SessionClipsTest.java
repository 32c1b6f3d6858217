package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.client.option.SourceType;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.session.Delivery;
import io.github.camelvision.roboflow.webrtc.testing.PaintedFrames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips of frames that producers sent. */
class SessionClipsTest {

    @TempDir
    Path directory;

    private final ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
    private final List<InferenceResult> results = new ArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private SessionClips clips(MemoryBudget budget) {
        RoboflowWebrtcConfiguration options = new RoboflowWebrtcConfiguration();
        options.setSource(SourceType.manual);
        options.setClipDirectory(directory.toString());
        options.setClipBefore(60_000);
        return new SessionClips("north", options, false, budget, threads, threads, ClipTelling.NOBODY);
    }

    /** @param sent how long ago the frame was sent, in milliseconds */
    private void result(SessionClips clips, int frame, long sent) {
        InferenceResult result = InferenceResult.of(frame, Map.of("n", frame));
        results.add(result);
        clips.result(result, PaintedFrames.paint(frame, 64, 48), Duration.ofMillis(sent));
    }

    private void handedOver(SessionClips clips, int frame) {
        clips.came(new Delivery(results.stream().filter(result -> result.frameId() == frame).findFirst().orElseThrow(), null, null,
                () -> {}));
    }

    private static List<Integer> frames(CompletableFuture<Clip> clip) throws Exception {
        List<Integer> frames = new ArrayList<>();
        for (String line : Files.readAllLines(clip.get(30, TimeUnit.SECONDS).results())) {
            frames.add(Json.plain().readTree(line).path("frame").asInt());
        }
        return frames;
    }

    /** The third was lost and sent again; the result of the fifth found no memory on its way to the route. */
    @Test
    void framesAreInTheOrderInWhichTheyWereSentWhateverTheOrderOfTheirResults() throws Exception {
        CompletableFuture<Clip> clip;
        try (SessionClips clips = clips(MemoryBudget.ofHeap(100_000_000))) {
            result(clips, 1, 1_000);
            handedOver(clips, 1);
            result(clips, 2, 900);
            handedOver(clips, 2);
            result(clips, 4, 700);
            result(clips, 5, 600);
            result(clips, 3, 800);
            handedOver(clips, 3);
            handedOver(clips, 4);
            result(clips, 6, 500);
            handedOver(clips, 6);
            result(clips, 7, 400);
            clip = clips.wanted();
            clips.over();
        }
        assertThat(frames(clip)).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aFrameWithoutMemoryIsCounted() {
        try (SessionClips clips = clips(MemoryBudget.ofHeap(1_000))) {
            result(clips, 1, 10);
            handedOver(clips, 1);
            assertThat(clips.counts().lost()).isEqualTo(1);
        }
    }
}
