package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ElfImportTest {

    @TempDir
    Path directory;

    private Path library() throws Exception {
        Path file = directory.resolve("library.so");
        try (InputStream in = ElfImportTest.class.getClassLoader()
                .getResourceAsStream(System.mapLibraryName("webrtc-java-" + NativeAdvice.classifier()))) {
            Files.copy(in, file);
        }
        return file;
    }

    @Test
    void anImportOfTheRealLibraryTakesTheNameOfAnother() throws Exception {
        Path file = library();
        byte[] before = Files.readAllBytes(file);
        assertThat(ElfImport.rebind(file, "__cxa_atexit", "getpid")).isTrue();
        byte[] after = Files.readAllBytes(file);
        int different = 0;
        for (int i = 0; i < before.length; i++) {
            different += before[i] == after[i] ? 0 : 1;
        }
        assertThat(after).hasSameSizeAs(before);
        assertThat(different).as("bytes of one name's offset").isBetween(1, 4);
        assertThat(ElfImport.rebind(file, "__cxa_atexit", "getpid")).as("it has no import of that name any more").isFalse();
    }

    @Test
    void whatTheLibraryDoesNotImportChangesNothing() throws Exception {
        Path file = library();
        byte[] before = Files.readAllBytes(file);
        assertThat(ElfImport.rebind(file, "__cxa_atexit", "no_such_function")).isFalse();
        assertThat(ElfImport.rebind(file, "__cxa_atexit", "__cxa_thread_atexit_impl")).as("of another version").isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aFileThatIsNoneStaysAsItIs() throws Exception {
        byte[] stub = ElfStub.of(ElfStub.X86_64, "libempty.so.1");
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = stub.clone();
            for (int change = 0; change < 8; change++) {
                bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
            }
            Path file = Files.write(directory.resolve("damaged.so"), i % 10 == 0 ? new byte[i % 60] : bytes);
            assertThat(ElfImport.rebind(file, "__cxa_atexit", "getpid")).isFalse();
        }
    }
}
