package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import io.github.camelvision.roboflow.webrtc.examples.common.Arguments;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;

/**
 * The command line.
 *
 * @param webhook the user's URL, may hold credentials; null for the embedded receiver
 * @param attempts how often an event is posted before it goes to the folder
 * @param rotateKilobytes size at which a new file of predictions begins
 * @param input the video, or null for the rendered conveyor
 * @param output directory of everything that is written
 */
record HttpAndFilesOptions(String webhook, int attempts, int rotateKilobytes, Path input, Path output, boolean help) {

    static final String USAGE = """
            Usage: run.sh [--webhook URL] [--attempts N] [--rotate-kb N] [--input FILE] [--output DIR]

            Streams a video of parts through a vision workflow in an embedded worker. Each time another defective part comes
            into view, its image with the found parts drawn in goes to DIR/events, and a webhook is called. All predictions
            go to DIR/predictions, as JSON lines, a new file each day and each time one is full.

              --webhook    where each event is posted as JSON (default: a receiver in this process). The header
                           Idempotency-Key is the event's id: a repeated post is the same event
              --attempts   posts of an event, with growing delays, before it goes to DIR/undelivered (default: 5)
              --rotate-kb  size of a file of predictions (default: 256)
              --input      a video (default: parts on a conveyor, rendered on first use)
              --output     where everything goes (default: examples/http-and-files/target)

            The last line is the summary: predictions=N events=N pictures=N delivered=N undelivered=0
            Exit code 0: all events were delivered. 1: something went wrong, and one line says what.
            """;

    /** @throws ExampleException naming the argument that is wrong */
    static HttpAndFilesOptions parse(String... args) {
        Arguments arguments = Arguments.parse(Set.of("--webhook", "--attempts", "--rotate-kb", "--input", "--output"), args);
        String webhook = arguments.text("--webhook", null);
        if (webhook != null) {
            check(webhook);
        }
        return new HttpAndFilesOptions(webhook, arguments.number("--attempts", 5, 1, 20),
                arguments.number("--rotate-kb", 256, 1, 1_000_000), arguments.readableFile("--input"),
                arguments.directory("--output", "target"), arguments.help());
    }

    private static void check(String webhook) {
        try {
            URI uri = new URI(webhook);
            if (uri.getHost() != null && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))) {
                return;
            }
        } catch (URISyntaxException e) {
            // Without the cause: its message has the URL, and with it a token or password.
            throw new ExampleException("--webhook is not a valid URL; escape special characters as %XX");
        }
        throw new ExampleException("--webhook is an http:// or https:// URL with a host");
    }
}
