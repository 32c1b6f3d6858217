package io.github.camelvision.roboflow.webrtc.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * The Python that the peer scripts of {@code src/test/python} run under: Debian's {@code /usr/bin/python3}, to which the packages
 * python3-aiortc and python3-gi belong (another python may come first in PATH).
 */
final class PythonEnvironment {

    static final String AIORTC = "import aiortc, av, numpy";
    static final String GSTREAMER = "import gi; gi.require_version('GstRtspServer', '1.0'); import av, numpy;"
            + " from gi.repository import Gst, GstRtspServer; Gst.init(None);"
            + " assert all(map(Gst.ElementFactory.find, ['appsrc', 'x264enc', 'h264parse', 'rtph264pay', 'qtdemux']))";

    private static final String PYTHON = "/usr/bin/python3";
    private static final Map<String, Boolean> CHECKED = new ConcurrentHashMap<>();
    private static final AtomicInteger RUNS = new AtomicInteger();

    private PythonEnvironment() {}

    /** Whether the statements run without an error; asked once per JVM. */
    static boolean runs(String statements) {
        return CHECKED.computeIfAbsent(statements, PythonEnvironment::check);
    }

    private static boolean check(String statements) {
        try {
            Process process = new ProcessBuilder(PYTHON, "-c", statements)
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            // No such interpreter.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Skips the test when the peer is missing, but fails it on the CI server, where it must be there. */
    static void assume(String statements, String packages) {
        if (runs(statements)) {
            return;
        }
        String message = "A test peer is missing: " + PYTHON + " needs Debian's " + packages;
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message + " (CI=true: skipping is not allowed)");
        }
        Assumptions.abort(message);
    }

    /** A process of this script, not started; its standard error goes to the file. */
    static ProcessBuilder command(String script, Path errors, List<String> arguments) {
        ProcessBuilder builder = new ProcessBuilder(words(script, arguments.toArray(String[]::new))).redirectError(errors.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        return builder;
    }

    /** The command that runs this script. */
    static String[] words(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-B", "-u", scripts().resolve(script).toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** A path below target/ that no other run uses, without its extension. */
    static Path newRun(String script) {
        String name = script.replace(".py", "") + "-" + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet();
        try {
            return Files.createDirectories(module().resolve("target").resolve("python-peers")).resolve(name);
        } catch (IOException e) {
            throw new AssertionError("target/python-peers cannot be made", e);
        }
    }

    /** The directory of the module whose tests run. */
    static Path module() {
        return new File(System.getProperty("basedir", System.getProperty("user.dir"))).toPath().toAbsolutePath();
    }

    /** The scripts stay in the component's sources; tests of other modules find them from there. */
    private static Path scripts() {
        for (Path directory = module(); directory != null; directory = directory.getParent()) {
            for (String candidate : List.of("src/test/python", "camel-roboflow-webrtc/src/test/python")) {
                if (Files.exists(directory.resolve(candidate).resolve("aiortc_worker.py"))) {
                    return directory.resolve(candidate);
                }
            }
        }
        throw new AssertionError("src/test/python was not found from " + module());
    }
}
