package io.github.camelvision.roboflow.webrtc.core.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the clips of one session are, within limits of bytes and age: the oldest are deleted. Touches no files but those that were named
 * here. Belongs to one thread.
 */
public final class ClipDirectory {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String VIDEO = ".mp4";
    private static final String RESULTS = ".jsonl";

    private final Path directory;
    private final String prefix;
    private final long maxBytes;
    private final Duration maxAge;
    private final Pattern ours;
    private long deleted;

    /** The two files of a clip. */
    public record Names(Path video, Path results) {}

    /**
     * @param session whose clips these are; names of files begin with it
     * @param maxBytes of all clips of the session together; the newest one stays, however large; 0: no limit
     * @param maxAge since the last frame; null: no limit
     */
    public ClipDirectory(Path directory, String session, long maxBytes, Duration maxAge) {
        this.directory = directory;
        this.prefix = session.replaceAll("[^A-Za-z0-9_-]", "_");
        this.maxBytes = maxBytes;
        this.maxAge = maxAge;
        this.ours = Pattern.compile(Pattern.quote(prefix) + "-\\d{8}T\\d{6}\\.\\d{3}Z(-\\d+)?");
    }

    /** Names of files that are not there yet, in the directory, which is made. */
    public Names next(Instant at) throws IOException {
        Files.createDirectories(directory);
        String stem = prefix + "-" + TIME.format(at);
        for (int n = 1;; n++) {
            String name = n == 1 ? stem : stem + "-" + n;
            Names names = new Names(directory.resolve(name + VIDEO), directory.resolve(name + RESULTS));
            if (!Files.exists(names.video()) && !Files.exists(names.results())) {
                return names;
            }
        }
    }

    private record Stored(String stem, long bytes, Instant at, List<Path> files) {}

    /**
     * The files of a clip that is complete get the time of its last frame: its age does not follow the machine's clock, which may be set
     * meanwhile.
     */
    public void written(Clip clip) throws IOException {
        for (Path file : List.of(clip.video(), clip.results())) {
            Files.setLastModifiedTime(file, FileTime.from(clip.to()));
        }
    }

    /**
     * Deletes what is too old or too much. Not while a clip is being written.
     *
     * @param now the newest time that is known
     * @return how many clips were deleted
     */
    public int limit(Instant now) throws IOException {
        List<Stored> clips = stored();
        clips.sort(Comparator.comparing(Stored::at).thenComparing(Stored::stem));
        long bytes = clips.stream().mapToLong(Stored::bytes).sum();
        int gone = 0;
        for (int i = 0; i < clips.size(); i++) {
            Stored clip = clips.get(i);
            boolean newest = i == clips.size() - 1;
            boolean old = maxAge != null && clip.at().isBefore(now.minus(maxAge));
            if (old || maxBytes > 0 && bytes > maxBytes && !newest) {
                for (Path file : clip.files()) {
                    Files.deleteIfExists(file);
                }
                bytes -= clip.bytes();
                gone++;
            }
        }
        deleted += gone;
        return gone;
    }

    /** Clips that were deleted since the start. */
    public long deleted() {
        return deleted;
    }

    private List<Stored> stored() throws IOException {
        if (!Files.isDirectory(directory)) {
            return new ArrayList<>();
        }
        TreeMap<String, Stored> byStem = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                String stem = name.replaceFirst("(" + Pattern.quote(VIDEO) + "|" + Pattern.quote(RESULTS) + ")$", "");
                if (!stem.equals(name) && ours.matcher(stem).matches()) {
                    Stored found = new Stored(stem, Files.size(file), Files.getLastModifiedTime(file).toInstant(), List.of(file));
                    byStem.merge(stem, found, ClipDirectory::together);
                }
            }
        }
        return new ArrayList<>(byStem.values());
    }

    private static Stored together(Stored one, Stored other) {
        List<Path> files = new ArrayList<>(one.files());
        files.addAll(other.files());
        return new Stored(one.stem(), one.bytes() + other.bytes(), one.at().isAfter(other.at()) ? one.at() : other.at(), files);
    }
}
