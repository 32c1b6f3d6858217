package io.github.camelvision.roboflow.webrtc.core.rtc.library;

import io.github.camelvision.roboflow.webrtc.core.error.NativeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads native libraries on hosts that lack desktop libraries.
 *
 * <p>webrtc-java and FFmpeg's avdevice are linked against libraries for sound cards and screens, which a headless client never calls
 * and a server or slim container often does not have. For each that the dynamic linker misses an {@link ElfStub} of that name is
 * loaded first. A library that is there is never touched, and only desktop libraries are replaced: anything else that is missing is
 * an error.
 *
 * <p>With the system property {@value #STUBS} set to {@code false} nothing is replaced, and what is missing is an error that names it.
 *
 * <p>Thread-safe. Linux only; elsewhere the loader just runs.
 */
public final class NativeLibraries {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

    /** glibc: "libX.so.6: cannot open shared object file"; the name may follow the path of the library that needs it. */
    private static final Pattern MISSING = Pattern.compile("(lib[A-Za-z0-9_+.-]+\\.so[0-9.]*): cannot open shared object file");

    private static final Pattern DESKTOP = Pattern.compile(
            "lib(pulse|udev|X|xcb|xkb|dbus-|asound|jack|sndio|drm|va[.-]|vdpau|gbm|EGL|GL|wayland|SDL|usb-|raw1394|avc1394|iec61883).*");

    private static final int MOST_STUBS = 64;

    /** System property: whether empty libraries may stand in for missing ones; true unless it is {@code false}. */
    public static final String STUBS = "io.github.camelvision.roboflow.webrtc.stubs";

    private static final AtomicBoolean SOON = new AtomicBoolean();
    private static boolean webRtcLoaded;

    private NativeLibraries() {}

    /** Loads webrtc-java's library, once. */
    public static synchronized void loadWebRtc() {
        if (!webRtcLoaded) {
            withStubs("webrtc-java", () -> {
                try {
                    WebRtcLibrary.load();
                } catch (Exception e) {
                    throw new NativeException(NativeAdvice.forFailedWebRtc(e), e);
                }
            });
            webRtcLoaded = true;
        }
    }

    /** The same in the background. What goes wrong is told to the one who needs the library. */
    public static void loadWebRtcSoon() {
        if (SOON.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> {
                try {
                    loadWebRtc();
                } catch (RuntimeException | Error e) {
                    LOG.debug("Loading webrtc-java before it is needed", e);
                }
            }, "roboflow-webrtc-library");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Runs a loader, again and again, with a stub for each desktop library that it misses. The loader must be repeatable after an
     * {@link UnsatisfiedLinkError} (a failed static initialiser is not).
     *
     * @throws NativeException when something else is missing or wrong; the message names the cure
     */
    public static void withStubs(Runnable loader) {
        withStubs("a native library", loader);
    }

    /** As {@link #withStubs(Runnable)}, with the library's name for messages. */
    public static void withStubs(String library, Runnable loader) {
        Set<String> stubs = new LinkedHashSet<>();
        while (!loaded(library, loader, stubs)) {
            LOG.debug("Loading {} again, with stubs for {}", library, stubs);
        }
        if (!stubs.isEmpty()) {
            LOG.info("This host has no {}: empty libraries stand in for {} of {}; capture from sound cards, screens and cameras through"
                    + " it is off. -D{}=false forbids such stand-ins", String.join(", ", stubs),
                    stubs.size() == 1 ? "this dependency" : "these dependencies", library, STUBS);
        }
    }

    /** @return false when it is worth another try */
    private static boolean loaded(String library, Runnable loader, Set<String> stubs) {
        try {
            loader.run();
            return true;
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            deleteLeftover(e);
            List<String> missing = missing(e);
            boolean progress = false;
            for (String name : Boolean.parseBoolean(System.getProperty(STUBS, "true")) ? missing : List.<String> of()) {
                progress |= DESKTOP.matcher(name).matches() && stubs.size() < MOST_STUBS && stubs.add(name) && loadStub(name);
            }
            if (!progress) {
                throw new NativeException(NativeAdvice.forLinkError(library, e, missing), e);
            }
            return false;
        }
    }

    /** Names of the missing libraries in the messages of an error and its causes. */
    static List<String> missing(Throwable error) {
        List<String> names = new ArrayList<>();
        for (Throwable t = error; t != null && names.size() < MOST_STUBS; t = t.getCause()) {
            Matcher matcher = MISSING.matcher(String.valueOf(t.getMessage()));
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
        }
        return names;
    }

    private static boolean loadStub(String soname) {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        int machine = switch (System.getProperty("os.arch", "").toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64", "x86-64" -> ElfStub.X86_64;
            case "aarch64", "arm64" -> ElfStub.AARCH64;
            default -> 0;
        };
        if (!os.startsWith("linux") || machine == 0) {
            return false;
        }
        Path file = null;
        try {
            file = Files.createTempFile("stub-", "-" + soname);
            Files.write(file, ElfStub.of(machine, soname));
            System.load(file.toAbsolutePath().toString());
            return true;
        } catch (IOException e) {
            throw new NativeException("Cannot write to the temporary directory " + System.getProperty("java.io.tmpdir")
                    + ": point -Djava.io.tmpdir at a writable directory", e);
        } catch (UnsatisfiedLinkError e) {
            throw new NativeException(NativeAdvice.forLinkError("a stand-in for " + soname, e, List.of()), e);
        } finally {
            delete(file);
        }
    }

    /** webrtc-java leaves its extracted library (20 MB) behind when loading fails. */
    private static void deleteLeftover(Throwable error) {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"));
        String message = String.valueOf(error.getMessage());
        Matcher matcher = Pattern.compile(Pattern.quote(directory.toString()) + "/?(libwebrtc-java[A-Za-z0-9_.-]+)").matcher(message);
        if (matcher.find()) {
            delete(directory.resolve(matcher.group(1)));
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("Could not delete the temporary file {}", file, e);
        }
    }
}
