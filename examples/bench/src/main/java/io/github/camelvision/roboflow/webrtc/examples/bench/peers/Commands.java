package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the sides are started. The Python sides are peers of the component's tests. */
final class Commands {

    /** Debian's, to which the packages belong. */
    static final String PYTHON = "/usr/bin/python3";

    private final Path peers;
    private final Path client;

    /** @param home the repository */
    Commands(Path home) {
        peers = home.resolve("camel-roboflow-webrtc/src/test/python");
        client = home.resolve("examples/bench/src/main/python/bench_client.py");
    }

    boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import aiortc, av, numpy").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            // no such interpreter
            return false;
        }
    }

    /** @param recording of our side; null is none */
    List<String> worker(Peer peer, Job job, Path recording) {
        return peer == Peer.OURS
                ? java(recording, WorkerProcess.class, String.valueOf(Example.freePort()), String.valueOf(job.window()))
                : List.of(PYTHON, peers.resolve("aiortc_worker.py").toString(), "--stdin-guard", "--ack-window",
                        String.valueOf(job.window()));
    }

    /** @param broker its address, - is none. @param recording of our side; null is none */
    List<String> client(Peer peer, Job job, String url, Path video, int frames, String broker, Path recording) {
        if (peer == Peer.OURS) {
            return java(recording, ClientProcess.class, job.name(), url, video.toAbsolutePath().toString(), String.valueOf(frames), broker);
        }
        List<String> command = new ArrayList<>(List.of("env", "PYTHONPATH=" + peers, PYTHON, client.toString(),
                String.valueOf(job.sessions()), "--url", url, "--timeout", "300", "--frames", String.valueOf(frames)));
        command.addAll(switch (job.kind()) {
            case FILE, START -> List.of("--mode", "file", "--file", video.toString(), "--ack");
            case PLAYED -> List.of("--mode", "file", "--file", video.toString(), "--realtime", "true");
            case LIVE -> List.of("--mode", "manual", "--size", job.width() + "x" + job.height(), "--fps", String.valueOf(job.fps()));
            case KAFKA, REPLY, IDLE -> throw new IllegalStateException("the Python client does not do " + job.kind());
        });
        command.addAll(job.python());
        return command;
    }

    private static List<String> java(Path recording, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (recording != null) {
            command.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording);
            command.add("-Xlog:jfr*=off");
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
