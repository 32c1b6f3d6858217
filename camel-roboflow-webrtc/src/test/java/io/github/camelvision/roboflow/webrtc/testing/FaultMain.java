package io.github.camelvision.roboflow.webrtc.testing;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A {@link FaultRoute} as a program, which prints what it sees. It sends until it reads a line, and runs until its standard input ends.
 * Arguments: the worker's URL, further options of the session, seconds that a sender waits.
 */
public final class FaultMain {

    private FaultMain() {}

    public static void main(String[] args) throws Exception {
        try (FaultRoute route = new FaultRoute(args[0], args[1], Integer.parseInt(args[2]), FaultMain::print);
                BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            route.start();
            if (commands.readLine() != null) {
                route.stopSending();
                commands.readLine();
            }
        }
        System.exit(0);
    }

    private static synchronized void print(String line) {
        System.out.println(line);
    }
}
