package io.github.camelvision.roboflow.webrtc.examples.events;

import io.github.camelvision.roboflow.webrtc.RoboflowWebrtcConstants;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;

/** Clips and snapshots of the objects of one class, in the folders {@code clips} and {@code snapshots} of the output. Thread safe. */
final class ShownObjects {

    private final String className;
    private final Path clips;
    private final Path snapshots;
    private final Set<Path> clipsBefore;
    private final Set<String> ended = new TreeSet<>();
    private final Set<String> shown = new TreeSet<>();

    ShownObjects(String className, Path output) throws IOException {
        this.className = className;
        clips = Files.createDirectories(output.resolve("clips"));
        snapshots = Files.createDirectories(output.resolve("snapshots"));
        clipsBefore = videos();
    }

    /** An event and, where it is an object's last, its snapshot. */
    synchronized void happened(Message message) throws IOException {
        ObjectEvent event = message.getBody(ObjectEvent.class);
        if (event.type() != ObjectEvent.Type.ended || !className.equals(event.className())) {
            return;
        }
        ended.add(event.objectId());
        byte[] jpeg = message.getHeader(RoboflowWebrtcConstants.SNAPSHOT, byte[].class);
        if (jpeg != null) {
            Files.write(snapshots.resolve(event.objectId() + ".jpg"), jpeg);
            shown.add(event.objectId());
        }
    }

    String className() {
        return className;
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
            return "of " + ended.size() + " objects of the class " + className + " only " + shown.size() + " have a snapshot";
        }
        return !ended.isEmpty() && written() == 0 ? "there is no clip of " + ended.size() + " objects of the class " + className : null;
    }
}
