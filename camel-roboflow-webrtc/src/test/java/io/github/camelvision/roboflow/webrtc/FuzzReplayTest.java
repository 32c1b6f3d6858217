package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the inputs of all fuzz targets: seeds, and what {@code .ci/fuzz} found. A directory of {@code src/test/resources/fuzz} is named
 * after the class of its target, without the common package.
 */
class FuzzReplayTest {

    static final Path INPUTS = Path.of("src/test/resources/fuzz");

    static Stream<String> targets() throws IOException {
        try (Stream<Path> directories = Files.list(INPUTS)) {
            List<String> names = directories.map(directory -> directory.getFileName().toString()).sorted().toList();
            return names.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void replays(String target) throws Throwable {
        Class<?> type = Class.forName(FuzzReplayTest.class.getPackageName() + "." + target);
        MethodHandle method = MethodHandles.lookup()
                .findStatic(type, "fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class));
        try (Stream<Path> inputs = Files.list(INPUTS.resolve(target))) {
            List<Path> files = inputs.sorted().toList();
            assertThat(files).isNotEmpty();
            for (Path file : files) {
                try {
                    method.invokeExact(Files.readAllBytes(file));
                } catch (Throwable e) {
                    throw new AssertionError(target + " fails with " + file, e);
                }
            }
        }
    }
}
