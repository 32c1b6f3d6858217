package io.github.camelvision.roboflow.webrtc.fleet.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.fleet.ToldCameras;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRegistryTest {

    private final ScheduledExecutorService threads = Executors.newSingleThreadScheduledExecutor();
    private final ToldCameras told = new ToldCameras();
    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private FileRegistry started(Path path) {
        FileRegistry registry = new FileRegistry(path, Duration.ofMillis(20), () -> threads);
        registry.start(told);
        return registry;
    }

    private void await(String state) {
        Awaitility.await(state).atMost(30, TimeUnit.SECONDS).until(() -> told.state().equals(state));
    }

    @Test
    void seesWhatChangesInAFile() throws Exception {
        Path file = directory.resolve("cameras.yaml");
        Files.writeString(file, "cameras: {north: {}, south: {}}");
        FileRegistry registry = started(file);
        assertThat(told.state()).isEqualTo("[north, south] [] null");
        Files.writeString(file, "cameras: {north: {}, east: {}, west: []}");
        await("[east, north] [west] null");
        registry.stop();
    }

    @Test
    void isLookedAtAgainWhateverWasThrown() throws Exception {
        Path file = directory.resolve("cameras.yaml");
        Files.writeString(file, "cameras: {north: {}}");
        FileRegistry registry = started(file);
        told.fail(3);
        Files.writeString(file, "cameras: {north: {}, south: {}}");
        await("[north, south] [] null");
        registry.stop();
    }

    @Test
    void keepsWhatItKnewWhileTheFileIsBrokenOrGone() throws Exception {
        Path file = directory.resolve("cameras.yaml");
        Files.writeString(file, "cameras: {north: {}}");
        started(file);
        Files.writeString(file, "cameras: {north");
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> told.state().startsWith("[north] [] The registry " + file));
        Files.delete(file);
        await("[north] [] The registry " + file + " cannot be read: it does not exist");
        Files.writeString(file, "cameras: {south: {}}");
        await("[south] [] null");
    }

    @Test
    void aDirectoryHasAFileForEachCamera() throws Exception {
        Files.writeString(directory.resolve("north.json"), "{}");
        Files.writeString(directory.resolve("south.yml"), "labels: {line: a}");
        Files.writeString(directory.resolve(".hidden.json"), "{}");
        Files.writeString(directory.resolve("readme.txt"), "no camera");
        started(directory);
        assertThat(told.state()).isEqualTo("[north, south] [] null");
        assertThat(told.camera("south").labels()).containsEntry("line", "a");
        Files.writeString(directory.resolve("east.yaml"), "[");
        await("[north, south] [east] null");
        Files.delete(directory.resolve("east.yaml"));
        Files.delete(directory.resolve("north.json"));
        await("[south] [] null");
    }

    @Test
    void aRegistryThatIsNotThereFailsTheStart() {
        Path file = directory.resolve("missing.yaml");
        assertThatThrownBy(() -> started(file)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The registry " + file + " cannot be read: it does not exist");
    }
}
