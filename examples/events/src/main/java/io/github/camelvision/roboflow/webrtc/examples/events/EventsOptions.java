package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.core.objects.rules.ObjectRules;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.RulesReader;
import io.github.camelvision.roboflow.webrtc.examples.common.Arguments;
import io.github.camelvision.roboflow.webrtc.examples.common.Example;
import io.github.camelvision.roboflow.webrtc.examples.common.ExampleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * The command line.
 *
 * @param input the video, or null for the rendered conveyor
 * @param people whether people are looked for, not parts
 * @param zones file of zones and lines, or null for those of the conveyor
 * @param output directory of everything that is written
 */
record EventsOptions(Path input, boolean people, Path zones, Path output, boolean help) {

    static final String USAGE = """
            Usage: run.sh [--input FILE] [--workflow parts|people] [--zones FILE] [--output DIR]

            Streams a video of parts through a vision workflow in an embedded worker, and tells what happened: parts appear,
            enter and leave zones, stay there, cross a line, and are gone. Events go to the terminal and, as JSON lines, to
            DIR/events.jsonl; DIR/report.html shows the run. DIR/clips has a video of each defective part, or person, DIR/snapshots
            its best frame. What really was on the conveyor is known, and compared.

              --input     a video (default: parts on a conveyor, rendered on first use)
              --workflow  parts: finds and classifies the conveyor's parts (default)
                          people: OpenCV's people detector, for a video of yours
              --zones     zones and lines as JSON or YAML, see docs/events.adoc (default: one line and two zones on the
                          conveyor; none with --input)
              --output    where everything goes (default: examples/events/target)

            The last line is the summary: objects=N events=N clips=N missed=0 doubled=0
              objects  that appeared
              events   of all types
              clips    of defective parts or people; those that end shortly after each other are in one clip
              missed   objects, crossings and visits of zones that were there and not told
              doubled  those that were told twice, or were not there
            missed and doubled are left out with --input or --zones: what was there is known of the conveyor only.
            Exit code 0: all was told once. 1: something went wrong, and one line says what.
            """;

    private static final String CONVEYOR = "/conveyor.yaml";

    /** @throws ExampleException naming the argument that is wrong */
    static EventsOptions parse(String... args) {
        Arguments arguments = Arguments.parse(Set.of("--input", "--workflow", "--zones", "--output"), args);
        Path input = arguments.readableFile("--input");
        String workflow = arguments.text("--workflow", "parts");
        boolean people = "people".equals(workflow);
        if (!people && !"parts".equals(workflow)) {
            throw new ExampleException("--workflow is parts or people, not " + workflow);
        }
        if (people && input == null) {
            throw new ExampleException("--workflow people needs --input, a video: nobody is on the conveyor");
        }
        return new EventsOptions(input, people, arguments.readableFile("--zones"), arguments.directory("--output", "target"),
                arguments.help());
    }

    /** Whether what really happens is known. */
    boolean known() {
        return input == null && zones == null;
    }

    /** Zones and lines. @throws ExampleException with the place of a mistake */
    ObjectRules rules() throws IOException {
        if (zones != null) {
            try {
                return RulesReader.read(Files.readString(zones));
            } catch (IllegalArgumentException e) {
                throw new ExampleException("--zones " + zones + ": " + Example.describe(e), e);
            }
        }
        if (input != null) {
            return ObjectRules.DEFAULT;
        }
        try (InputStream conveyor = EventsOptions.class.getResourceAsStream(CONVEYOR)) {
            return RulesReader.read(new String(conveyor.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What the consumer reads the rules from; null: none. */
    String objectRules() {
        return zones != null ? zones.toUri().toString() : input == null ? "classpath:" + CONVEYOR.substring(1) : null;
    }
}
