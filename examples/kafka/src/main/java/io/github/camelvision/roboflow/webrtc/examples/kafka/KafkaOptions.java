package io.github.camelvision.roboflow.webrtc.examples.kafka;

import io.github.camelvision.roboflow.webrtc.examples.common.Arguments;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import io.github.camelvision.roboflow.webrtc.examples.common.KafkaArguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The command line.
 *
 * @param cameras their names, which are the records' keys
 * @param bootstrap host:port of the user's broker, or null for the embedded one
 * @param outage seconds for which the embedded broker is stopped in the middle; 0: not
 * @param input the video that each camera shows, or null for the rendered conveyor
 * @param output directory of everything that is written
 */
record KafkaOptions(List<String> cameras, String bootstrap, String topic, int outage, Path input, Path output, boolean help) {

    static final String USAGE = """
            Usage: run.sh [--cameras N] [--bootstrap HOST:PORT] [--topic NAME] [--outage SECONDS] [--input FILE] [--output DIR]

            Several cameras go through a vision workflow in an embedded worker; each prediction goes to Kafka, keyed by its
            camera, and a consumer writes what arrives to DIR/camera-N.jsonl and compares it with what was sent.

              --cameras    how many, 1 to 8 (default: 3)
              --bootstrap  your Kafka; without it a real broker runs in this process
              --topic      made with 3 partitions if it is not there (default: roboflow-predictions)
              --outage     stops the embedded broker in the middle for so many seconds; nothing may be lost
              --input      the video that each camera shows (default: parts on a conveyor, rendered on first use)
              --output     where the files go (default: examples/kafka/target)

            The last line is the summary: sent=N received=N lost=0 doubled=0
              sent      predictions that the workers' clients received and sent to Kafka
              received  those of them that were read from the topic, byte for byte the same
              lost      sent minus received
              doubled   records in the topic that were there before
            Exit code 0: nothing lost, doubled or out of order. 1: something went wrong, and one line says what.
            """;

    /** @throws ExampleException naming the argument that is wrong */
    static KafkaOptions parse(String... args) {
        Arguments arguments = Arguments.parse(Set.of("--cameras", "--bootstrap", "--topic", "--outage", "--input", "--output"), args);
        String bootstrap = KafkaArguments.bootstrap(arguments.text("--bootstrap", null));
        String topic = KafkaArguments.topic(arguments.text("--topic", "roboflow-predictions"));
        int outage = arguments.number("--outage", 0, 0, 300);
        if (bootstrap != null && outage > 0) {
            throw new ExampleException("--outage stops the embedded broker; leave --bootstrap out");
        }
        List<String> cameras = IntStream.rangeClosed(1, arguments.number("--cameras", 3, 1, 8)).mapToObj(i -> "camera-" + i).toList();
        return new KafkaOptions(cameras, bootstrap, topic, outage, arguments.readableFile("--input"),
                arguments.directory("--output", "target"), arguments.help());
    }
}
