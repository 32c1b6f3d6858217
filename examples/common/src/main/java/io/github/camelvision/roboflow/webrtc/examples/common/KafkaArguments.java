package io.github.camelvision.roboflow.webrtc.examples.common;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Pattern;

/** Brokers and topics of a command line. */
public final class KafkaArguments {

    private static final Pattern BOOTSTRAP = Pattern.compile("[^\\s,:/]+:\\d{1,5}(,[^\\s,:/]+:\\d{1,5})*|(\\[[0-9a-fA-F:]+]:\\d{1,5})");
    private static final Pattern TOPIC = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final int PATIENCE_MILLIS = 5_000;
    private static final int LAST_PORT = 65_535;

    private KafkaArguments() {}

    /** @return the value. @throws ExampleException when it is no list of brokers */
    public static String bootstrap(String value) {
        if (value != null && !BOOTSTRAP.matcher(value).matches()) {
            throw new ExampleException("--bootstrap is HOST:PORT, or several with commas between, not " + value);
        }
        return value;
    }

    /** @return the value. @throws ExampleException when Kafka has no such name */
    public static String topic(String value) {
        if (!TOPIC.matcher(value).matches()) {
            throw new ExampleException("--topic may have letters, digits, dots, dashes and underscores, not " + value);
        }
        return value;
    }

    /** @throws ExampleException when nothing listens at any of these brokers: Kafka's own clients would ask again and again */
    public static void reach(String bootstrap) {
        for (String broker : bootstrap.split(",")) {
            int colon = broker.lastIndexOf(':');
            int port = Integer.parseInt(broker.substring(colon + 1));
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(broker.substring(0, colon), Math.min(port, LAST_PORT)), PATIENCE_MILLIS);
                return;
            } catch (IOException e) {
                // perhaps another one is up
            }
        }
        throw new ExampleException("no Kafka broker can be reached at " + bootstrap + "; check --bootstrap, and that Kafka runs");
    }
}
