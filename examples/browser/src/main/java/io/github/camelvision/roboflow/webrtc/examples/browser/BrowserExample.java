package io.github.camelvision.roboflow.webrtc.examples.browser;

import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.KafkaArguments;
import io.github.camelvision.roboflow.webrtc.examples.common.StopSignal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.main.Main;

/**
 * Serves a page that sends camera or file to a Camel route and shows what it answers. Runs until Ctrl-C. The page's address goes to the
 * standard output; exit code 1 with one line on the error output that says why when it cannot start.
 */
public final class BrowserExample {

    private static final String NAME = "browser";
    /** Largest HTTP body: an offer has some thousand bytes, videos go over WebRTC. */
    private static final int MAX_BODY = 256 * 1024;

    private BrowserExample() {}

    public static void main(String[] args) {
        Example.main(NAME, stop -> run(BrowserOptions.parse(System.getenv("ROBOFLOW_API_KEY"), args), stop));
    }

    private static int run(BrowserOptions options, StopSignal stop) throws Exception {
        if (options.help()) {
            System.out.print(BrowserOptions.USAGE);
            return 0;
        }
        if (!options.remote() && options.bootstrap() != null) {
            KafkaArguments.reach(options.bootstrap());
        }
        checkPort(options.host(), options.port());
        Main main = Example.camel(NAME, options.port(), new PageRoutes(options));
        main.addInitialProperty("camel.server.host", options.host());
        main.addInitialProperty("camel.server.maxBodySize", String.valueOf(MAX_BODY));
        main.configure().addRoutesBuilder(new KeyProxyRoutes(options));
        if (!options.remote()) {
            Example.createOutput(options.output());
            main.configure().addRoutesBuilder(new VisionRoutes(options));
            main.configure().addRoutesBuilder(new ResultRoutes(options));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        main.start();
        stop.whenRequested(stopped::countDown);
        System.out.println("open " + options.pageUrl() + " in a browser; results go to " + options.resultsPlace() + "; Ctrl-C ends it");
        stopped.await();
        main.stop();
        return 0;
    }

    /**
     * Camel's server only logs that its port is taken, and goes on without it.
     *
     * @throws ExampleException when nothing can listen there
     */
    static void checkPort(String host, int port) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new ExampleException("--host " + host + " is not known; name an address of this machine");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(address);
        } catch (IOException e) {
            throw new ExampleException("port " + port + " of " + host + " cannot be opened (" + e.getMessage()
                    + "); choose another with --port", e);
        }
    }
}
