package io.github.camelvision.roboflow.webrtc.examples.fleet;

import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own; its output goes to a file. */
final class NodeProcess implements AutoCloseable {

    private static final int STOPS_WITHIN_SECONDS = 20;

    private final String name;
    private final Path log;
    private final Process process;

    /** @param member whether it is a static member of the group, by its name */
    NodeProcess(String name, boolean member, String broker, String worker, Duration sessionTimeout, Path output) throws IOException {
        this.name = name;
        this.log = output.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                FleetNode.class.getName(), name, broker, worker,
                String.valueOf(sessionTimeout.toSeconds()), member ? "&groupInstanceId=" + name : ""));
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    String name() {
        return name;
    }

    /** @throws ExampleException when it has ended */
    void check() {
        if (!process.isAlive()) {
            throw new ExampleException(name + " ended with exit code " + process.exitValue() + "; see " + log);
        }
    }

    /** As when a machine loses its power. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops its threads, as a machine that is suspended does; with false it goes on. */
    void freeze(boolean frozen) throws IOException, InterruptedException {
        String signal = frozen ? "-STOP" : "-CONT";
        int code = new ProcessBuilder("kill", signal, String.valueOf(process.pid())).inheritIO().start().waitFor();
        if (code != 0) {
            throw new ExampleException(name + " cannot be sent the signal " + signal.substring(1));
        }
    }

    /** Asks it to end, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
