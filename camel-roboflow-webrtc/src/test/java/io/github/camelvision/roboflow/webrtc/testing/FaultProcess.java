package io.github.camelvision.roboflow.webrtc.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A {@link FaultMain} that runs as a program of its own; what it prints goes into a log. */
public final class FaultProcess implements AutoCloseable {

    private final Process process;

    /** @param lines takes each line of the program's standard output */
    public FaultProcess(Process process, Consumer<String> lines) {
        this.process = process;
        Thread reader = new Thread(() -> read(process, lines), "fault-lines");
        reader.setDaemon(true);
        reader.start();
    }

    private static void read(Process process, Consumer<String> lines) {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.accept(line);
            }
        } catch (IOException e) {
            lines.accept("over " + e.getMessage());
        }
    }

    /** Starts one on this machine. */
    public static FaultProcess start(List<String> jvmOptions, Map<String, String> environment, Consumer<String> lines,
            String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
                "-XX:TieredStopAtLevel=1", "-Dfaults.cameras=" + FaultRoute.CAMERAS, "-cp", System.getProperty("java.class.path")));
        command.addAll(jvmOptions);
        command.add(FaultMain.class.getName());
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(File.createTempFile("fault", ".err", new File("target")));
            builder.environment().putAll(environment);
            return new FaultProcess(builder.start(), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It sends no more frames. */
    public void stopSending() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
