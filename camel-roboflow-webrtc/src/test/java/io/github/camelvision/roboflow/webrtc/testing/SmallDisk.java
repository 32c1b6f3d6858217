package io.github.camelvision.roboflow.webrtc.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A file system that is soon full: a tmpfs of its own, which root may mount. The test is skipped, visibly, where that is not allowed. */
public final class SmallDisk implements AutoCloseable {

    private final Path path;

    /** @param size as mount wants it, for instance {@code 64k} */
    public SmallDisk(Path parent, String size) throws IOException {
        path = Files.createDirectory(parent.resolve("disk-" + size));
        assumeTrue(Namespaces.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path.toString())) == 0,
                "SKIPPED: disk tests need root and the right to mount a tmpfs");
    }

    public Path path() {
        return path;
    }

    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        Namespaces.must(List.of("umount", "-l", path.toString()));
    }
}
