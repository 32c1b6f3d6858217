package io.github.camelvision.roboflow.webrtc.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A wall clock that jumps while a Python program runs, by Debian's libfaketime; its monotonic clock goes on, as it does where a machine's
 * time is set right. A JVM would stand still: it reads the clock too often for libfaketime. The test is skipped, visibly, where there is
 * none.
 */
public final class WallClock {

    private static final List<Path> LIBRARIES = List.of(Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Path library;
    private final Path offset;

    /** @param folder where the clock's offset is kept */
    public WallClock(Path folder) {
        library = LIBRARIES.stream().filter(Files::exists).findFirst().orElse(null);
        assumeTrue(library != null, "SKIPPED: tests of the wall clock need libfaketime (Debian: apt-get install faketime)");
        offset = folder.resolve("offset");
        jump("+0s");
    }

    /** Environment of a program that has this clock. */
    public Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", offset.toString(), "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1", "DONT_FAKE_MONOTONIC", "1");
    }

    /** @param by from the right time, for instance {@code -60s} */
    public void jump(String by) {
        try {
            // in one step: a program that reads it meanwhile finds one of both
            Path next = Files.writeString(offset.resolveSibling("next"), by + "\n");
            Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
