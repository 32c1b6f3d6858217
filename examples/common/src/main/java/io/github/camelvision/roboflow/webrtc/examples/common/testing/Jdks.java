package io.github.camelvision.roboflow.webrtc.examples.common.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of this machine: those that a variable {@code JAVA_HOME_<version>} or, as on GitHub,
 * {@code JAVA_HOME_<version>_X64} names, and those in {@code /usr/lib/jvm}. */
public final class Jdks {

    private static final Path DIRECTORY = Path.of("/usr/lib/jvm");

    private Jdks() {}

    /** @return the home of a JDK of this version, or null when there is none */
    public static Path find(int version) throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        for (String architecture : List.of("", "_X64", "_ARM64")) {
            String named = System.getenv("JAVA_HOME_" + version + architecture);
            if (named != null) {
                homes.add(Path.of(named));
            }
        }
        if (Files.isDirectory(DIRECTORY)) {
            try (Stream<Path> found = Files.list(DIRECTORY)) {
                found.sorted().forEach(homes::add);
            }
        }
        for (Path home : homes) {
            if (version(home) == version) {
                return home;
            }
        }
        return null;
    }

    /** @return what the JDK says of itself, 0 when it is none */
    private static int version(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        String text = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        String major = text.split("[.+-]", 2)[0];
        return major.matches("\\d{1,3}") ? Integer.parseInt(major) : 0;
    }
}
