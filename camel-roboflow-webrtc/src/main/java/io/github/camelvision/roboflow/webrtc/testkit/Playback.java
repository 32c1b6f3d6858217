package io.github.camelvision.roboflow.webrtc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recordings in place of servers. A component that has one, from the registry or as its option {@code playback}, connects to nothing:
 * its consumers get the recording of their session's name, its producers are answered with the recording's results, one after the other.
 * The routes and their URIs stay as they are. Immutable; for one test after the other, or several.
 */
public final class Playback {

    /** In place of any name. */
    private static final String ANY = "*";

    private final Map<String, Recording> bySession;
    private final double speed;
    private final boolean onceMore;

    private Playback(Map<String, Recording> bySession, double speed, boolean onceMore) {
        this.bySession = Map.copyOf(bySession);
        this.speed = speed;
        this.onceMore = onceMore;
    }

    /** This recording for every session. */
    public static Playback of(Recording recording) {
        return new Playback(Map.of(ANY, recording), 0, false);
    }

    /** This recording for the session of this name. */
    public static Playback of(String sessionName, Recording recording) {
        return new Playback(Map.of(sessionName, recording), 0, false);
    }

    /**
     * The recordings in a folder, as the option {@code recordDirectory} wrote them: {@code gate-3.jsonl} for the session gate-3.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Playback directory(Path folder) throws IOException {
        Map<String, Recording> found = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.getFileName().toString().endsWith(Recording.SUFFIX))
                        .forEach(file -> found.put(sessionOf(file.getFileName().toString()), Recording.read(file)));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("There is no recording in " + folder.toAbsolutePath()
                    + ": make one with the option recordDirectory");
        }
        return new Playback(found, 0, false);
    }

    private static String sessionOf(String file) {
        return file.substring(0, file.length() - Recording.SUFFIX.length());
    }

    /** This recording for one more session. */
    public Playback and(String sessionName, Recording recording) {
        Map<String, Recording> more = new TreeMap<>(bySession);
        more.put(sessionName, recording);
        return new Playback(more, speed, onceMore);
    }

    /** As fast as it was recorded; without this, as fast as the route takes it. */
    public Playback atSpeed() {
        return atSpeed(1);
    }

    /** @param factor 2 is twice as fast as it was recorded */
    public Playback atSpeed(double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("The speed must be more than 0, not " + factor);
        }
        return new Playback(bySession, factor, onceMore);
    }

    /** Producers whose recording is at its end are answered from its beginning again, instead of with a failure. */
    public Playback repeatingAnswers() {
        return new Playback(bySession, speed, true);
    }

    /**
     * The recording of a session.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Recording recording(String sessionName) {
        Recording recording = bySession.getOrDefault(fileName(sessionName), bySession.getOrDefault(sessionName, bySession.get(ANY)));
        if (recording == null) {
            throw new IllegalArgumentException("The playback has no recording for the session " + sessionName + ", only for "
                    + bySession.keySet().stream().sorted().collect(Collectors.joining(", ")) + ": add one with and(\"" + sessionName
                    + "\", …), or record the session with the option recordDirectory");
        }
        return recording;
    }

    /** The speed, 1 as recorded; 0 as fast as the route takes it. */
    public double speed() {
        return speed;
    }

    /** See {@link #repeatingAnswers}. */
    public boolean repeatsAnswers() {
        return onceMore;
    }

    /** What a session's recording is called, without what file systems do not take. */
    static String fileName(String sessionName) {
        return sessionName.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
