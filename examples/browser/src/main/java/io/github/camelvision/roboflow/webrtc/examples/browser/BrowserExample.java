package io.github.camelvision.roboflow.webrtc.examples.browser;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/**
 * Serves a page that sends camera or file to a Camel route and shows what it answers. Runs until Ctrl-C. The page's address goes to the
 * standard output; exit code 1 with one line on the error output that says why when it cannot start.
 */
public final class BrowserExample {

    private static final int STOP_SECONDS = 8;
    /** Largest HTTP body: an offer has some thousand bytes, videos go over WebRTC. */
    private static final int MAX_BODY = 256 * 1024;

    private BrowserExample() {}

    public static void main(String[] args) {
        try {
            BrowserOptions options = BrowserOptions.parse(System.getenv("ROBOFLOW_API_KEY"), args);
            if (options.help()) {
                System.out.print(BrowserOptions.USAGE);
                return;
            }
            run(options);
        } catch (BrowserOptions.InvalidException e) {
            fail(e.getMessage());
        } catch (Exception e) {
            fail(describe(e));
        }
    }

    private static void run(BrowserOptions options) throws Exception {
        checkPort(options.host(), options.port());
        if (!options.remote()) {
            Files.createDirectories(options.output());
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Main main = new Main();
        // Without a hang-up hook of its own: the one below waits until everything is written.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.addInitialProperty("camel.main.name", "browser");
        main.addInitialProperty("camel.main.shutdownTimeout", "5");
        main.addInitialProperty("camel.server.enabled", "true");
        main.addInitialProperty("camel.server.host", options.host());
        main.addInitialProperty("camel.server.port", String.valueOf(options.port()));
        main.addInitialProperty("camel.server.maxBodySize", String.valueOf(MAX_BODY));
        main.configure().addRoutesBuilder(new PageRoutes(options));
        main.configure().addRoutesBuilder(new KeyProxyRoutes(options));
        if (!options.remote()) {
            main.configure().addRoutesBuilder(new VisionRoutes(options));
            main.configure().addRoutesBuilder(new ResultRoutes(options));
        }
        main.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            try {
                stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "browser-stop"));
        System.out.println("open " + options.pageUrl() + " in a browser; results go to " + options.resultsPlace() + "; Ctrl-C ends it");
        stop.await();
        main.stop();
        stopped.countDown();
    }

    /**
     * Camel's server only logs that its port is taken, and goes on without it.
     *
     * @throws IOException when nothing can listen there
     */
    static void checkPort(String host, int port) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        }
    }

    private static void fail(String message) {
        System.err.println("browser: " + message);
        System.exit(1);
    }

    private static String describe(Throwable failure) {
        String message = failure.toString();
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof BindException) {
                return "the port is in use (" + t.getMessage() + "); choose another with --port";
            }
            if (t.getMessage() != null && !t.getMessage().isBlank()) {
                message = t.getMessage();
            }
        }
        return message.replaceAll("\\s+", " ").strip();
    }
}
