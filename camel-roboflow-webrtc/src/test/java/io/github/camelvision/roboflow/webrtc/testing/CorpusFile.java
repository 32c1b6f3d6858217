package io.github.camelvision.roboflow.webrtc.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/**
 * A file of the corpus: how FFmpeg makes it, what is done to it then, and what it must end as.
 *
 * @param kind group of rows in docs/sources.adoc
 * @param title the row's name
 * @param name of the file; FFmpeg takes the container from its extension
 * @param encode arguments of {@code ffmpeg} between its input and the output; null when {@code surgery} makes the file of nothing
 * @param surgery what is done to the bytes
 * @param end what its session ends with: empty when every frame was processed; otherwise it fails, and these words tell why
 * @param track whether it is also taken by {@code frameDelivery=track}
 */
public record CorpusFile(String kind, String title, String name, String encode, UnaryOperator<byte[]> surgery, String end, boolean track) {

    /** The frames of the files: {@value #FRAMES} of {@value #WIDTH}x{@value #HEIGHT}. */
    public static final int FRAMES = 20;
    public static final int WIDTH = 320;
    public static final int HEIGHT = 240;
    /** By track encoder and network leave frames out, above all the first ones: such files show the frames so often. */
    private static final int LOOPS = 3;

    /** Soft shapes that move, the same in no two frames, nor turned or mirrored: no codec spoils them, and any mistake shows. */
    private static final String LAVFI = "-f lavfi -i nullsrc=size=" + WIDTH + "x" + HEIGHT + ":rate=25:duration=0.8,"
            + "geq=lum='126+60*sin(X/23+N/2)*cos(Y/31-N/5)+60*(X-Y)/320':cb='128+30*sin(X/60+N/4)':cr='128+30*cos(Y/50-X/90-N/3)'";

    public static CorpusFile of(String kind, String title, String name, String encode) {
        return new CorpusFile(kind, title, name, encode, UnaryOperator.identity(), "", false);
    }

    public CorpusFile then(UnaryOperator<byte[]> change) {
        return new CorpusFile(kind, title, name, encode, change, end, track);
    }

    public CorpusFile failing(String words) {
        return new CorpusFile(kind, title, name, encode, surgery, words, track);
    }

    public CorpusFile alsoByTrack() {
        return new CorpusFile(kind, title, name, encode, surgery, end, true);
    }

    /** The file; made now if it is not there yet. */
    public Path file() {
        Path file = directory().resolve(name);
        if (!Files.exists(file)) {
            write(file);
        }
        return file;
    }

    /** What is in it. */
    public byte[] bytes() {
        try {
            return Files.readAllBytes(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        try {
            return Files.createDirectories(PythonEnvironment.module().resolve("target").resolve("corpus"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frames without a loss, which every file is made of. */
    private static synchronized Path frames() throws IOException {
        Path frames = directory().resolve("frames.nut");
        if (!Files.exists(frames)) {
            Path part = directory().resolve("part-frames.nut");
            FfmpegCli.ffmpeg(directory(), LAVFI + " -pix_fmt yuv420p -c:v ffv1 " + part.getFileName());
            Files.move(part, frames, StandardCopyOption.ATOMIC_MOVE);
        }
        return frames;
    }

    private void write(Path file) {
        try {
            byte[] bytes = new byte[0];
            if (encode != null) {
                Path part = directory().resolve("part-" + name);
                FfmpegCli.ffmpeg(directory(), "-stream_loop " + (track ? LOOPS - 1 : 0) + " -i " + frames().getFileName()
                        + " " + encode + " " + part.getFileName());
                bytes = Files.readAllBytes(part);
                Files.delete(part);
            }
            Files.write(file, surgery.apply(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return kind + ": " + title;
    }
}
