package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.Progress;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The default input: a video of parts on a conveyor, rendered on first use, and its ground truth as JSON lines
 * {@code {"frame":1,"parts":[{"id","class","color","defect","visible","x","y","width","height"}]}}: one line per frame, frames counted
 * from 1 as the protocol does, x and y the box's centre in pixels.
 */
public final class ConveyorVideo {

    public static final int WIDTH = 640;
    public static final int HEIGHT = 480;
    public static final int FPS = 25;
    public static final int FRAMES = 300;
    static final long SEED = 20_260_101;

    private final Path video;
    private final Path truth;

    /** The video in this directory, which need not exist yet. */
    public ConveyorVideo(Path directory) {
        this.video = directory.resolve("conveyor.mp4");
        this.truth = directory.resolve("conveyor-truth.jsonl");
    }

    /** The user's video, which must be one; with null {@link #rendered}. @throws ExampleException when it is no video */
    public static Path orRendered(Path input, Path directory, StopSignal stop) throws IOException {
        if (input == null) {
            return rendered(directory, stop);
        }
        VideoProbe.of(input);
        return input;
    }

    /**
     * The video in this directory, rendered unless it is there, with progress on the error output.
     *
     * @return its absolute path
     * @throws ExampleException when the user stops it
     */
    public static Path rendered(Path directory, StopSignal stop) throws IOException {
        ConveyorVideo conveyor = new ConveyorVideo(directory);
        Progress progress = new Progress(System.err, Example.terminal(), "rendering the conveyor video, frames:", FRAMES);
        conveyor.renderIfMissing(frame -> {
            if (stop.requested()) {
                throw new ExampleException("stopped before the end");
            }
            progress.show(frame);
        });
        progress.end();
        return conveyor.video().toAbsolutePath();
    }

    public Path video() {
        return video;
    }

    public Path truth() {
        return truth;
    }

    /**
     * Renders both files unless they are there; an interrupted rendering leaves nothing under their names.
     *
     * @param progress is told the number of frames written so far
     * @throws IOException when the directory cannot be written
     */
    public void renderIfMissing(IntConsumer progress) throws IOException {
        if (Files.isRegularFile(video) && Files.isRegularFile(truth)) {
            return;
        }
        Files.createDirectories(video.toAbsolutePath().getParent());
        // Named by process: two runs at once do not disturb each other.
        String unfinished = "conveyor-" + ProcessHandle.current().pid() + ".part";
        Path newVideo = video.resolveSibling(unfinished + ".mp4");
        Path newTruth = video.resolveSibling(unfinished + ".jsonl");
        try {
            render(newVideo, newTruth, progress);
            Files.move(newTruth, truth, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            Files.move(newVideo, video, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(newVideo);
            Files.deleteIfExists(newTruth);
        }
    }

    private static void render(Path newVideo, Path newTruth, IntConsumer progress) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (ConveyorScene scene = newScene();
                VideoWriter writer = new VideoWriter(newVideo, WIDTH, HEIGHT, FPS);
                BufferedWriter lines = Files.newBufferedWriter(newTruth);
                Mat image = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3)) {
            for (int frame = 0; frame < FRAMES; frame++) {
                scene.render(frame, image);
                writer.write(image);
                lines.write(json.writeValueAsString(line(frame + 1, scene.truth(frame))));
                lines.newLine();
                progress.accept(frame + 1);
            }
        }
    }

    static ConveyorScene newScene() {
        return new ConveyorScene(WIDTH, HEIGHT, FRAMES, SEED);
    }

    private static Map<String, Object> line(int frame, List<TruthPart> parts) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (TruthPart part : parts) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", part.id());
            item.put("class", part.className());
            item.put("color", part.color());
            item.put("defect", part.defect());
            item.put("visible", round(part.visible()));
            item.put("x", round(part.x()));
            item.put("y", round(part.y()));
            item.put("width", round(part.width()));
            item.put("height", round(part.height()));
            items.add(item);
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("frame", frame);
        line.put("parts", items);
        return line;
    }

    private static double round(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
