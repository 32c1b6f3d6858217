package io.github.camelvision.roboflow.webrtc.fleet.internal;

import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.loop.SteadyLoop;
import io.github.camelvision.roboflow.webrtc.fleet.CameraRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Cameras of a file, or of a directory that has a file for each. It is looked at again and again: links that change are seen, too. */
public final class FileRegistry implements CameraRegistry {

    private static final List<String> ENDINGS = List.of(".json", ".yaml", ".yml");
    /** Enough for any list of cameras. */
    private static final long MOST_BYTES = 16L << 20;

    private record Seen(Path file, long modified, long size) {}

    private final Path path;
    private final Duration interval;
    private final Supplier<ScheduledExecutorService> threads;
    private List<Seen> last;
    private ScheduledFuture<?> watch;

    public FileRegistry(Path path, Duration interval, Supplier<ScheduledExecutorService> threads) {
        this.path = path;
        this.interval = interval;
        this.threads = threads;
    }

    @Override
    public void start(Listener listener) {
        try {
            look(listener);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(unreadable(e), e);
        }
        long millis = Math.max(1, interval.toMillis());
        Runnable look = SteadyLoop.repeated("the registry " + path, () -> lookAgain(listener));
        watch = threads.get().scheduleWithFixedDelay(look, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void lookAgain(Listener listener) {
        try {
            look(listener);
        } catch (IOException | RuntimeException | StackOverflowError e) { // of a file that nests too deep
            listener.unreadable(unreadable(e));
        }
    }

    private String unreadable(Throwable e) {
        return "The registry " + path + " cannot be read: " + (e instanceof IOException failure ? FileTrouble.of(failure)
                : e.getMessage() == null ? e.toString() : e.getMessage());
    }

    private void look(Listener listener) throws IOException {
        List<Seen> now = seen();
        if (now.equals(last)) {
            return;
        }
        CameraEntries entries = new CameraEntries();
        boolean directory = Files.isDirectory(path);
        for (Seen seen : now) {
            if (seen.size > MOST_BYTES) {
                throw new IOException(seen.file + " has " + seen.size + " bytes, more than " + MOST_BYTES);
            }
            String text = Files.readString(seen.file);
            if (directory) {
                entries.addOne(stem(seen.file), text);
            } else {
                entries.addAll(text);
            }
        }
        listener.cameras(entries.cameras(), entries.mistakes());
        last = now;
    }

    private List<Seen> seen() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(seen(path));
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.filter(file -> ENDINGS.stream().anyMatch(file.getFileName().toString()::endsWith))
                    .filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
            Stream.Builder<Seen> all = Stream.builder();
            for (Path file : found) {
                all.add(seen(file));
            }
            return all.build().toList();
        }
    }

    private static Seen seen(Path file) throws IOException {
        return new Seen(file, Files.getLastModifiedTime(file).toMillis(), Files.size(file));
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    @Override
    public void stop() {
        if (watch != null) {
            watch.cancel(false);
        }
    }
}
