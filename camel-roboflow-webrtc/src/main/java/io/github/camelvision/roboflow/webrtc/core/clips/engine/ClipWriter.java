package io.github.camelvision.roboflow.webrtc.core.clips.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.clips.Clip;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipReason;
import io.github.camelvision.roboflow.webrtc.core.detection.Detections;
import io.github.camelvision.roboflow.webrtc.core.draw.Annotator;
import io.github.camelvision.roboflow.webrtc.core.json.Json;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.media.ImageCodec;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One clip on its way to the disk: the video, and a line of JSON for each frame beside it. Belongs to one thread. */
public final class ClipWriter implements ClipOutput {

    private static final Logger LOG = LoggerFactory.getLogger(ClipWriter.class);
    private static final int MICROS = 1_000;

    private final Path video;
    private final Path results;
    private final List<ClipReason> reasons;
    private final Function<InferenceResult, Detections> drawn;
    private final Consumer<Clip> written;
    private final Runnable empty;
    private Mp4Writer mp4;
    private OutputStream lines;
    private KeptFrame first;
    private KeptFrame last;
    private long frames;

    /**
     * @param results the file beside the video
     * @param drawn what is drawn on a frame; null: nothing is
     * @param written hears of the clip when it is complete
     * @param empty hears that there was no frame, so that there is no file
     */
    public ClipWriter(Path video, Path results, List<ClipReason> reasons, Function<InferenceResult, Detections> drawn,
            Consumer<Clip> written, Runnable empty) {
        this.video = video;
        this.results = results;
        this.reasons = reasons;
        this.drawn = drawn;
        this.written = written;
        this.empty = empty;
    }

    /** @throws UncheckedIOException when the disk does not take it; what is there stays, and the writer is closed */
    @Override
    public void add(KeptFrame kept) {
        guarded(() -> {
            Frame frame = ImageCodec.decode(kept.jpeg());
            if (drawn != null && kept.result() != null) {
                frame = Annotator.annotate(frame, drawn.apply(kept.result()));
            }
            if (mp4 == null) {
                first = kept;
                mp4 = Mp4Writer.open(video, frame.width(), frame.height());
                lines = Files.newOutputStream(results);
            }
            Duration since = Duration.between(first.at(), kept.at());
            mp4.add(frame, since.toNanos() / MICROS);
            lines.write(line(kept, since));
            last = kept;
            frames++;
        });
    }

    private static byte[] line(KeptFrame frame, Duration since) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("frame", frame.frameId()).put("at", frame.at().toString()).put("seconds", since.toNanos() / 1e9);
        if (frame.result() != null) {
            line.set("result", frame.result().toJsonNode());
        }
        byte[] json = Json.bytes(line);
        byte[] bytes = Arrays.copyOf(json, json.length + 1);
        bytes[json.length] = '\n';
        return bytes;
    }

    /** @throws UncheckedIOException when the disk does not take it */
    @Override
    public void finish() {
        if (mp4 == null) {
            empty.run();
            return;
        }
        guarded(() -> {
            mp4.finish();
            close();
        });
        written.accept(new Clip(video, results, frames, first.frameId(), last.frameId(), first.at(), last.at(), List.copyOf(reasons)));
    }

    private interface Step {

        void run() throws IOException;
    }

    private void guarded(Step step) {
        boolean ok = false;
        try {
            step.run();
            ok = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!ok) {
                abandon();
            }
        }
    }

    private void abandon() {
        try {
            close();
        } catch (IOException e) {
            LOG.debug("{} was not closed", results, e);
        }
    }

    private void close() throws IOException {
        if (mp4 != null) {
            mp4.close();
            mp4 = null;
        }
        if (lines != null) {
            OutputStream closing = lines;
            lines = null;
            closing.close();
        }
    }
}
