package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import dev.onvoid.webrtc.internal.NativeLoader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes webrtc-java's library to the temporary directory and loads it.
 *
 * <p>
 * The library has static C++ objects that hold references to Java classes. When a process exits, the C library destroys such objects;
 * the JVM is gone by then, so that webrtc-java fails to attach to it, and prints that to the standard output of every program that only
 * loaded it. Nothing in its interface disposes of these objects before. So, on Linux, the library that is loaded does not ask for their
 * destruction: its import of {@code __cxa_atexit}, which registers it, calls a function without effect. The memory goes with the process.
 *
 * <p>
 * The JVM gives a library to the class loader of the class that loads it. Where webrtc-java's classes come from another one than this
 * class, as with development tools that load a project anew, its own loader loads it, and those lines stay.
 */
final class WebRtcLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(WebRtcLibrary.class);
    private static final String NAME = "webrtc-java";

    private WebRtcLibrary() {}

    /**
     * Does nothing when somebody has loaded it before.
     *
     * @throws UnsatisfiedLinkError when the dynamic linker refuses it
     * @throws Exception when it is not on the class path or cannot be written
     */
    static void load() throws Exception {
        Set<String> loaded = loadedByTheLoader();
        InputStream library = NativeLoader.class.getClassLoader()
                .getResourceAsStream(System.mapLibraryName(NAME + "-" + NativeAdvice.classifier()));
        boolean own = NativeLoader.class.getClassLoader() == WebRtcLibrary.class.getClassLoader();
        if (!own || loaded == null || library == null || !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            NativeLoader.loadLibrary(NAME);
            return;
        }
        try (library) {
            if (!loaded.contains(NAME)) {
                load(library);
                loaded.add(NAME);
            }
        }
    }

    private static void load(InputStream library) throws IOException {
        Path file = Files.createTempFile("lib" + NAME, ".so");
        // for a JVM that exits meanwhile
        file.toFile().deleteOnExit();
        try {
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            if (!ElfImport.rebind(file, "__cxa_atexit", "getpid")) {
                LOG.debug("This version of webrtc-java keeps its static objects in another way: it may print a line when the JVM exits");
            }
            System.load(file.toAbsolutePath().toString());
        } finally {
            // Linux keeps what is loaded.
            Files.deleteIfExists(file);
        }
    }

    /** What webrtc-java's loader has loaded; null where it does not let us know. Its classes load what is not there. */
    @SuppressWarnings("unchecked")
    private static Set<String> loadedByTheLoader() {
        try {
            Field field = NativeLoader.class.getDeclaredField("LOADED_LIB_SET");
            field.setAccessible(true);
            return (Set<String>) field.get(null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("webrtc-java's loader cannot be told that its library is loaded, so it loads it itself", e);
            return null;
        }
    }
}
