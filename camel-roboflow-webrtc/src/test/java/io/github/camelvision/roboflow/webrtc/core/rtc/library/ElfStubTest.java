package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ElfStubTest {

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void isLoadedByThisJvm() throws Exception {
        int machine = System.getProperty("os.arch").equals("aarch64") ? ElfStub.AARCH64 : ElfStub.X86_64;
        Path file = directory.resolve("stub.so");
        Files.write(file, ElfStub.of(machine, "libnobodyhasthis.so.1"));
        assertThatCode(() -> System.load(file.toString())).doesNotThrowAnyException();
    }

    @Test
    void isSmallAndCarriesItsNameAndMachine() {
        byte[] elf = ElfStub.of(ElfStub.AARCH64, "libpulse.so.0");
        assertThat(elf).hasSizeLessThan(400).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(elf[18] & 0xFF).isEqualTo(183);
        assertThat(new String(elf, StandardCharsets.ISO_8859_1)).endsWith("\0libpulse.so.0\0");
    }
}
