package io.github.camelvision.roboflow.webrtc.examples.common;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** The frame of an example's program: one line for what is wrong, exit code 0 or 1, an orderly end on Ctrl-C. */
public final class Example {

    /** Camel's limit for what is in process at the end; the rest of the time after Ctrl-C is for writing. */
    private static final int CAMEL_STOP_SECONDS = 5;
    private static final int FIRST_PORT = 15_000;
    private static final int LAST_PORT = 25_000;
    private static final int PORTS_TRIED = 100;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);

    /** The work. */
    @FunctionalInterface
    public interface Body {

        /** @return the exit code */
        int run(StopSignal stop) throws Exception;
    }

    private Example() {}

    /** Runs the body and ends the JVM. */
    public static void main(String name, Body body) {
        StopSignal stop = StopSignal.install(STOP_PATIENCE);
        int exitCode;
        try {
            exitCode = body.run(stop);
        } catch (InterruptedException e) {
            exitCode = fail(name, "interrupted");
        } catch (Exception e) {
            exitCode = fail(name, e instanceof ExampleException ? e.getMessage() : describe(e));
        } finally {
            System.out.flush();
            stop.finished();
        }
        System.exit(exitCode);
    }

    /** Says in one line what is wrong. @return 1 */
    public static int fail(String name, String message) {
        System.err.println(name + ": " + message);
        return 1;
    }

    /** The message of the innermost cause that has one: the outer ones only say where it happened. */
    public static String describe(Throwable failure) {
        String message = failure.toString();
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                message = t.getMessage();
            }
        }
        return message.replaceAll("\\s+", " ").strip();
    }

    /** Whether progress goes to a terminal. */
    public static boolean terminal() {
        return Boolean.getBoolean("example.terminal");
    }

    public static void createOutput(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ExampleException("--output " + directory + " cannot be made a directory; name one that can be written", e);
        }
    }

    /** A CamelContext with an HTTP server on this port of 127.0.0.1, not yet started. It leaves Ctrl-C to {@link StopSignal}. */
    public static Main camel(String name, int port, RouteBuilder routes) {
        Main main = new Main();
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addInitialProperty("camel.main.name", name);
        main.addInitialProperty("camel.main.shutdownTimeout", String.valueOf(CAMEL_STOP_SECONDS));
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", "127.0.0.1");
        main.addInitialProperty("camel.server.port", String.valueOf(port));
        main.configure().addRoutesBuilder(routes);
        return main;
    }

    /**
     * A port for a server of this example. It is below those that systems hand to outgoing connections, so that none of them takes it
     * before the server does.
     */
    public static int freePort() {
        return new Random().ints(FIRST_PORT, LAST_PORT).limit(PORTS_TRIED).filter(Example::free).findFirst()
                .orElseThrow(() -> new ExampleException("no port from " + FIRST_PORT + " to " + LAST_PORT + " is free"));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** A value for a URI's option, whatever characters it has. */
    public static String raw(String value) {
        return value.contains(")") ? "RAW{" + value + "}" : "RAW(" + value + ")";
    }
}
