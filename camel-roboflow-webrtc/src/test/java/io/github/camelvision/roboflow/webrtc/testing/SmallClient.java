package io.github.camelvision.roboflow.webrtc.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link SmallClientMain} in a JVM of its own, with a small heap. */
public final class SmallClient implements AutoCloseable {

    /**
     * What it tells.
     *
     * @param received results of the witness
     * @param missing of them
     * @param longestGapMillis between two of them
     * @param heapMib in use after a collection
     * @param held bytes that the other sessions hold
     * @param others a line about each of them
     */
    public record Status(long received, long missing, long longestGapMillis, long heapMib, long held, List<String> others) {}

    private final Process process;
    private final BufferedReader out;

    /**
     * @param heap as {@code -Xmx} takes it
     * @param options of the sessions that are attacked
     * @param workflows one session each
     */
    public SmallClient(String heap, String url, String options, List<String> workflows) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
                "-cp", System.getProperty("java.class.path"), SmallClientMain.class.getName(), url, options));
        command.addAll(workflows);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        await("started");
    }

    private String await(String word) {
        List<String> before = new ArrayList<>();
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(word)) {
                    return line;
                }
                before.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("The client ended:\n" + String.join("\n", before));
    }

    public Status status() {
        try {
            OutputStream in = process.getOutputStream();
            in.write('\n');
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The client ended", e);
        }
        String[] parts = await("status").split(" \\| ");
        String[] words = parts[0].split(" ");
        return new Status(Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]),
                Long.parseLong(words[5]), List.of(parts).subList(1, parts.length));
    }

    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
