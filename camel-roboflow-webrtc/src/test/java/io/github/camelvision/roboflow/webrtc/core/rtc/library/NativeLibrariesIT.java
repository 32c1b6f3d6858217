package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.testing.TestClassPath;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loading on hosts that lack libraries, each in a JVM of its own. A host that lacks one is made by renaming, in a copy of the native
 * library, what that needs to a version that no system has.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class NativeLibrariesIT {

    private static final List<String> DESKTOP = List.of("libpulse.so.0", "libudev.so.1", "libX11.so.6", "libXfixes.so.3",
            "libXrandr.so.2", "libXcomposite.so.1", "libdbus-1.so.3");

    @TempDir
    Path directory;

    private Path patched;
    private Path temporary;

    @BeforeEach
    void makeDirectories() throws Exception {
        patched = Files.createDirectory(directory.resolve("patched"));
        temporary = Files.createDirectory(directory.resolve("temporary"));
    }

    @Test
    void runsUnchangedAndTheJvmExitsWhenEverythingIsClosed() throws Exception {
        assertThat(child(TestClassPath.get())).contains("loopback works").doesNotContain("This host has no");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void runsWithoutOneDesktopLibrary() throws Exception {
        lacking(List.of("libpulse.so.0"));
        assertThat(child(patched + File.pathSeparator + TestClassPath.get())).contains("loopback works")
                .contains("This host has no libpulse.so.9:");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void runsWithoutAnyDesktopLibrary() throws Exception {
        lacking(DESKTOP);
        assertThat(child(patched + File.pathSeparator + TestClassPath.get())).contains("loopback works")
                .contains("libpulse.so.9, libudev.so.9, libX11.so.9, libXfixes.so.9, libXrandr.so.9, libXcomposite.so.9, libdbus-1.so.9");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void replacesNothingWhereThatIsForbidden() throws Exception {
        lacking(DESKTOP);
        assertThat(child(patched + File.pathSeparator + TestClassPath.get(), "-D" + NativeLibraries.STUBS + "=false"))
                .contains("NativeException: Cannot load webrtc-java").contains("install the package that contains libpulse.so.9")
                .doesNotContain("This host has no");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void doesNotReplaceALibraryThatIsReallyNeeded() throws Exception {
        lacking(List.of("libm.so.6"));
        assertThat(child(patched + File.pathSeparator + TestClassPath.get())).contains("NativeException: Cannot load webrtc-java")
                .contains("install the package that contains libm.so.9");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void namesTheDependencyThatIsMissingOnTheClassPath() throws Exception {
        String withoutNatives = Arrays.stream(TestClassPath.get().split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*webrtc-java-[^/]*-linux-.*")).collect(Collectors.joining(File.pathSeparator));
        assertThat(child(withoutNatives)).contains("NativeException: ")
                .contains("dev.onvoid.webrtc:webrtc-java with classifier linux-");
    }

    @Test
    void namesTheTemporaryDirectoryThatCannotBeWritten() throws Exception {
        Files.delete(temporary);
        assertThat(child(TestClassPath.get())).contains("NativeException: ").contains("java.io.tmpdir").contains(temporary.toString());
    }

    private void lacking(List<String> libraries) throws Exception {
        String resource = System.mapLibraryName("webrtc-java-linux-"
                + (System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch")));
        byte[] library;
        try (InputStream in = NativeLibrariesIT.class.getClassLoader().getResourceAsStream(resource)) {
            library = in.readAllBytes();
        }
        String text = new String(library, StandardCharsets.ISO_8859_1);
        for (String name : libraries) {
            int at = text.indexOf('\0' + name + '\0');
            assertThat(at).as("%s needs %s", resource, name).isPositive();
            library[at + name.length()] = '9';
        }
        Files.write(patched.resolve(resource), library);
    }

    private String child(String classPath, String... options) throws Exception {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Djava.io.tmpdir=" + temporary));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, LoopbackMain.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the JVM exits").isTrue();
            String text;
            try (Stream<String> lines = Files.lines(output)) {
                text = lines.collect(Collectors.joining("\n"));
            }
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }
}
