package io.github.camelvision.roboflow.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.json.JsonOrYaml;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Applications that do not have the optional libraries: all that does not need them works, and what does says which. */
class OptionalLibrariesTest {

    private static final Pattern OPTIONAL = Pattern.compile(
            ".*/(jackson-dataformat-yaml|snakeyaml|camel-endpointdsl|micrometer-\\w+|kafka-clients)-[^/]*\\.jar");
    /** Classes that are for such a library only: nothing else may name them where it works without. */
    private static final Pattern THEIRS = Pattern.compile(
            ".*(EndpointBuilder\\w*(\\$.*)?|\\.metrics\\.(Micrometer\\w+|Registered)(\\$.*)?|\\.fleet\\.internal\\.kafka\\..*|\\$Yaml)");

    private static URLClassLoader without;

    @BeforeAll
    static void loader() {
        URL[] urls = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !OPTIONAL.matcher(entry.replace('\\', '/')).matches()).map(OptionalLibrariesTest::url).toArray(URL[]::new);
        without = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void close() throws IOException {
        without.close();
    }

    @Test
    void everyClassThatIsNotForThemIsLinkedWithoutThem() throws Exception {
        Path classes = Path.of("target/classes");
        List<String> names;
        try (Stream<Path> files = Files.walk(classes.resolve("io"))) {
            names = files.map(file -> classes.relativize(file).toString()).filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - 6).replace(File.separatorChar, '.'))
                    .filter(name -> !name.endsWith("package-info") && !THEIRS.matcher(name).matches()).sorted().toList();
        }
        Map<String, String> broken = new TreeMap<>();
        for (String name : names) {
            try {
                // the methods are told only of a class that is linked, which is verified
                Class.forName(name, false, without).getDeclaredMethods();
            } catch (LinkageError e) {
                broken.put(name, String.valueOf(e.getMessage()));
            }
        }
        assertThat(names).hasSizeGreaterThan(500);
        assertThat(broken).isEmpty();
    }

    @Test
    void jsonIsReadWithoutTheLibraryOfYaml() throws Exception {
        assertThat(read("{\"cameras\": {}}")).hasToString("{\"cameras\":{}}");
        assertThat(read("cameras: {}")).isInstanceOfSatisfying(IllegalArgumentException.class, e -> assertThat(e).hasMessage(
                "Its cameras in YAML need the library com.fasterxml.jackson.dataformat:jackson-dataformat-yaml: add it, or write JSON"));
    }

    private static Object read(String text) throws Exception {
        try {
            return without.loadClass(JsonOrYaml.class.getName()).getMethod("read", String.class, String.class).invoke(null, text,
                    "Its cameras");
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }
}
