package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;

/** Clips and snapshots of defective parts, in the folders {@code clips} and {@code snapshots} of the output. Thread safe. */
final class Defects {

    /** The class of defective parts, whatever their shape. */
    static final String CLASS = "defect";

    private final Path clips;
    private final Path snapshots;
    private final Set<Path> clipsBefore;
    private final Set<String> ended = new TreeSet<>();
    private final Set<String> shown = new TreeSet<>();

    Defects(Path output) throws IOException {
        clips = Files.createDirectories(output.resolve("clips"));
        snapshots = Files.createDirectories(output.resolve("snapshots"));
        clipsBefore = videos();
    }

    /** Gives defective parts among a workflow's outputs their class. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> named(Map<String, Object> outputs) {
        Map<String, Object> predictions = (Map<String, Object>) outputs.get("predictions");
        for (Map<String, Object> part : (List<Map<String, Object>>) predictions.get("predictions")) {
            if (Boolean.TRUE.equals(part.get("defect"))) {
                part.put("class", CLASS);
            }
        }
        return outputs;
    }

    /** An event and, where it is a defect's last, its snapshot. */
    synchronized void happened(Message message) throws IOException {
        ObjectEvent event = message.getBody(ObjectEvent.class);
        if (event.type() != ObjectEvent.Type.ended || !CLASS.equals(event.className())) {
            return;
        }
        ended.add(event.objectId());
        byte[] jpeg = message.getHeader(RoboflowWebrtcConstants.SNAPSHOT, byte[].class);
        if (jpeg != null) {
            Files.write(snapshots.resolve(event.objectId() + ".jpg"), jpeg);
            shown.add(event.objectId());
        }
    }

    Path clips() {
        return clips;
    }

    /** Clips of this run. */
    long written() throws IOException {
        return videos().stream().filter(file -> !clipsBefore.contains(file)).count();
    }

    private Set<Path> videos() throws IOException {
        try (Stream<Path> files = Files.list(clips)) {
            return files.filter(file -> file.toString().endsWith(".mp4")).collect(Collectors.toSet());
        }
    }

    /** What is missing, in words; null when nothing is. */
    synchronized String missing() throws IOException {
        if (!shown.equals(ended)) {
            return "of " + ended.size() + " defective parts only " + shown.size() + " have a snapshot";
        }
        return !ended.isEmpty() && written() == 0 ? "there is no clip of " + ended.size() + " defective parts" : null;
    }
}
