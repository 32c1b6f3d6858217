package io.github.camelvision.roboflow.webrtc.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTroubleTest {

    @Test
    void theReasonIsInWords(@TempDir Path directory) {
        assertThat(of(() -> Files.readAllBytes(directory.resolve("none.jpg")))).isEqualTo("it does not exist");
        assertThat(of(() -> Files.readAllBytes(directory))).isEqualTo("Is a directory");
        assertThat(of(() -> {
            throw new AccessDeniedException("cam.jpg");
        })).isEqualTo("this user is not allowed to");
        assertThat(of(() -> {
            throw new FileSystemException("cam.jpg", null, "No space left on device");
        })).isEqualTo("No space left on device");
        assertThat(of(() -> {
            throw new IOException("Stream closed");
        })).isEqualTo("Stream closed");
    }

    @Test
    void aReasonThatIsTheClassAloneIsToldByIt() {
        assertThat(of(() -> {
            throw new DirectoryNotEmptyException("recordings");
        })).contains("DirectoryNotEmpty");
        assertThat(of(() -> {
            throw new IOException();
        })).contains("IOException");
    }

    private interface Access {
        void run() throws IOException;
    }

    private static String of(Access access) {
        try {
            access.run();
            return "no trouble";
        } catch (IOException e) {
            return FileTrouble.of(e);
        }
    }
}
