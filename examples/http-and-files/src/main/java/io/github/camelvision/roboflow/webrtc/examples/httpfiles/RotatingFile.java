package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.function.Supplier;

/**
 * Lines in files {@code NAME-2026-01-31.1.jsonl}, {@code .2.jsonl} and so on: a new file when the day changes, and before a line that would
 * make the file larger than the limit. Never appends to a file of an earlier run. Not thread safe.
 */
final class RotatingFile implements AutoCloseable {

    private final Path directory;
    private final String name;
    private final long limit;
    private final Supplier<LocalDate> today;
    private LocalDate day;
    private long size;
    private OutputStream file;

    /** @param limit in bytes; a line that is longer has a file of its own */
    RotatingFile(Path directory, String name, long limit, Supplier<LocalDate> today) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.name = name;
        this.limit = limit;
        this.today = today;
    }

    /** @param line without its end */
    void add(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        LocalDate now = today.get();
        if (file == null || !now.equals(day) || size > 0 && size + bytes.length > limit) {
            close();
            day = now;
            size = 0;
            file = new BufferedOutputStream(Files.newOutputStream(next(), StandardOpenOption.CREATE_NEW));
        }
        file.write(bytes);
        size += bytes.length;
    }

    private Path next() {
        int number = 1;
        while (Files.exists(path(number))) {
            number++;
        }
        return path(number);
    }

    private Path path(int number) {
        return directory.resolve(name + "-" + day + "." + number + ".jsonl");
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
