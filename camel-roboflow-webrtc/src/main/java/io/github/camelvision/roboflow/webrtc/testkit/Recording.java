package io.github.camelvision.roboflow.webrtc.testkit;

import io.github.camelvision.roboflow.webrtc.core.error.RoboflowWebrtcException;
import io.github.camelvision.roboflow.webrtc.core.media.Frame;
import io.github.camelvision.roboflow.webrtc.core.result.InferenceResult;
import io.github.camelvision.roboflow.webrtc.core.json.JsonBody;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a session delivered, in its order: read from a file that the option {@code recordDirectory} wrote, or made by a test. Immutable;
 * any number of playbacks may read it at once. One from a file is read a line at a time, anew by each.
 */
public final class Recording {

    /** Ends of the files. */
    public static final String SUFFIX = ".jsonl";

    private final String name;
    private final RecordingReader.Opener lines;
    private final List<RecordedItem> made;
    private final UnaryOperator<RecordedItem> change;

    private Recording(String name, RecordingReader.Opener lines, List<RecordedItem> made, UnaryOperator<RecordedItem> change) {
        this.name = name;
        this.lines = lines;
        this.made = made;
        this.change = change;
    }

    /** One in a file. @throws IllegalArgumentException when there is no such file */
    public static Recording read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("There is no recording " + file + ": make one with the option recordDirectory");
        }
        return new Recording(file.getFileName().toString(), () -> Files.newInputStream(file), null, UnaryOperator.identity());
    }

    /** One on the class path, for instance {@code /recordings/gate-3.jsonl}. @throws IllegalArgumentException when there is none */
    public static Recording resource(String path) throws IOException {
        Resources.open(path).close();
        return new Recording(path, () -> Resources.open(path), null, UnaryOperator.identity());
    }

    /** The results, 40 ms apart. */
    public static Recording of(InferenceResult... results) {
        Builder builder = builder();
        for (InferenceResult result : results) {
            builder.result(result);
        }
        return builder.build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What it is called in messages. */
    public String name() {
        return name;
    }

    /**
     * Begins to read.
     *
     * @throws RoboflowWebrtcException here or from the reader when it cannot be read
     */
    public RecordingReader open() {
        return made != null ? new RecordingReader(name, made.iterator(), change) : new RecordingReader(name, lines, change);
    }

    /** All of it, in memory: for short ones. */
    public List<RecordedItem> items() {
        try (RecordingReader reader = open()) {
            List<RecordedItem> items = new ArrayList<>();
            for (RecordedItem item = reader.next(); item != null; item = reader.next()) {
                items.add(item);
            }
            return items;
        }
    }

    /**
     * Without images and without text that may be secret: images are grey ones of the same size, addresses and credentials are masked,
     * and of the outputs only numbers, classes and ids stay. What remains shows what a route had to do with, and when.
     */
    public Recording anonymised() {
        Anonymiser anonymiser = new Anonymiser();
        return new Recording(name, lines, made, item -> anonymiser.apply(change.apply(item)));
    }

    /** Writes it to a file, which {@link #read} reads; a file of this name is replaced. Its own file must be another one. */
    public void write(Path file) throws IOException {
        try (RecordingReader reader = open(); OutputStream output = new BufferedOutputStream(Files.newOutputStream(file))) {
            output.write(RecordingFormat.HEADER);
            for (RecordedItem item = reader.next(); item != null; item = reader.next()) {
                output.write(RecordingFormat.line(item));
            }
        }
    }

    /** Anonymises a recording: {@code java -cp … Recording FROM TO}. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("Two arguments are needed: the recording, and the file to write without images and text");
        }
        read(Path.of(arguments[0])).anonymised().write(Path.of(arguments[1]));
    }

    @Override
    public String toString() {
        return "Recording[" + name + "]";
    }

    /** Makes a recording. Not for several threads at once. */
    public static final class Builder {

        private static final Duration APART = Duration.ofMillis(40);

        private final List<RecordedItem> items = new ArrayList<>();
        private Duration at = Duration.ZERO;
        private Duration apart = APART;

        private Builder() {}

        /** How far apart the next items are; 40 ms unless said. */
        public Builder every(Duration interval) {
            apart = interval;
            return this;
        }

        /** A prediction. */
        public Builder result(InferenceResult result) {
            return add(result, null, null);
        }

        /** A frame whose prediction is not known. */
        public Builder frame(Frame frame) {
            return add(null, frame, null);
        }

        /** A prediction with its frame. */
        public Builder pair(InferenceResult result, Frame frame) {
            return add(result, frame, null);
        }

        /** An event of the session; routes with {@code emitEvents=true} get it. */
        public Builder event(JsonBody event) {
            return add(null, null, event.json());
        }

        /** Nothing happens for this long. */
        public Builder pause(Duration duration) {
            at = at.plus(duration);
            return this;
        }

        private Builder add(InferenceResult result, Frame frame, byte[] event) {
            items.add(new RecordedItem(at, null, result, frame, null, event));
            at = at.plus(apart);
            return this;
        }

        public Recording build() {
            return new Recording("made by the test", null, List.copyOf(items), UnaryOperator.identity());
        }
    }
}
