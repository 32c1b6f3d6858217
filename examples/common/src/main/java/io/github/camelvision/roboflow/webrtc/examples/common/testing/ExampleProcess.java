package io.github.camelvision.roboflow.webrtc.examples.common.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One run of {@code run.sh}, as a user starts it, with the JDK of the test. Both outputs are collected line by line. */
public final class ExampleProcess implements AutoCloseable {

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private ExampleProcess(Process process) {
        this.process = process;
        read(process.getInputStream(), out);
        read(process.getErrorStream(), err);
    }

    /** Starts the script of the module in whose directory the test runs. */
    public static ExampleProcess start(String... args) throws IOException {
        return start(Map.of(), args);
    }

    /** The same on this JDK. */
    public static ExampleProcess start(Path jdk, String... args) throws IOException {
        return start(Map.of("JAVA_HOME", jdk.toString()), args);
    }

    /** The same with these variables in its environment. */
    public static ExampleProcess start(Map<String, String> environment, String... args) throws IOException {
        return start(Path.of("run.sh"), environment, args);
    }

    /** The same with the script of another module. */
    public static ExampleProcess start(Path script, Map<String, String> environment, String... args) throws IOException {
        // a shell that runs tests in the background has SIGINT ignored, which its processes inherit
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT", "bash", script.toAbsolutePath().toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        // Maven is just building it: the script must not start another build in the same directories.
        builder.environment().put("EXAMPLE_BUILT", "yes");
        return new ExampleProcess(builder.start());
    }

    private void read(InputStream stream, List<String> lines) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                text.lines().forEach(lines::add);
            } catch (IOException e) {
                lines.add("(unreadable: " + e.getMessage() + ")");
            }
        });
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    /** @return the exit code. @throws AssertionError when it does not end in time */
    public int await(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s: " + this);
        }
        for (Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(10));
        }
        return process.exitValue();
    }

    public ProcessHandle script() {
        return process.toHandle();
    }

    /** The java process that the script started, or null. */
    public ProcessHandle java() {
        return process.descendants().filter(p -> p.info().command().orElse("").endsWith("java")).findFirst().orElse(null);
    }

    public List<String> out() {
        return out;
    }

    public List<String> err() {
        return err;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "stdout " + out + " stderr " + err;
    }
}
