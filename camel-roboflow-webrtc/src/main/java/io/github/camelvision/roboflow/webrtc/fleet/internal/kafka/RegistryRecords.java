package io.github.camelvision.roboflow.webrtc.fleet.internal.kafka;

import io.github.camelvision.roboflow.webrtc.core.error.PeerText;
import io.github.camelvision.roboflow.webrtc.fleet.FleetCamera;
import io.github.camelvision.roboflow.webrtc.fleet.internal.CameraEntries;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * What the records of a registry's topic come to: the last one of a key counts, one without value removes it. Pure. A camera is that of the
 * lowest partition that has its key: records of one key in two partitions are a mistake, and must not give a camera two owners.
 */
public final class RegistryRecords {

    /** Of all that is kept: enough for 100,000 cameras, where the heap is large enough for them. */
    static final long MOST_BYTES = Math.min(96L << 20, Runtime.getRuntime().maxMemory() / 4);
    static final int MOST_NAME_BYTES = 1_000;
    static final int MOST_ENTRY_BYTES = 1 << 20;
    /** Counted for the objects around an entry, and for those around each of its options and labels. */
    private static final int ENTRY_BYTES = 400;
    private static final int OPTION_BYTES = 100;
    private static final String NO_CAMERA = "(records)";

    /** @param camera null when its record cannot be read */
    private record Entry(FleetCamera camera, String mistake, int bytes) {}

    /**
     * A camera that is listed.
     *
     * @param partition that it belongs to
     */
    public record Listed(FleetCamera camera, int partition) {}

    private final Map<String, TreeMap<Integer, Entry>> entries = new TreeMap<>();
    private final Map<String, String> mistakes = new TreeMap<>();
    private final Map<Integer, String> strays = new TreeMap<>();
    private long bytes;

    /** One record, in its partition's order. @param key may be null. @param value null removes */
    public void add(int partition, byte[] key, byte[] value) {
        String name = name(key);
        if (name == null) {
            strays.put(partition, "partition " + partition + " has a record whose key is no camera's name: keys are texts of at most "
                    + MOST_NAME_BYTES + " bytes");
        } else if (value == null) {
            remove(name, partition);
        } else {
            remove(name, partition);
            Entry entry = entry(name, value);
            if (bytes + entry.bytes() > MOST_BYTES) {
                strays.put(partition, "the records take more than " + MOST_BYTES + " bytes: " + name + " and others are left out");
            } else {
                bytes += entry.bytes();
                entries.computeIfAbsent(name, first -> new TreeMap<>()).put(partition, entry);
            }
        }
    }

    private void remove(String name, int partition) {
        TreeMap<Integer, Entry> byPartition = entries.get(name);
        if (byPartition != null) {
            Entry old = byPartition.remove(partition);
            bytes -= old == null ? 0 : old.bytes();
            if (byPartition.isEmpty()) {
                entries.remove(name);
            }
        }
    }

    /** Forgets what a partition had: it was made anew. */
    public void clear(int partition) {
        strays.remove(partition);
        List.copyOf(entries.keySet()).forEach(name -> remove(name, partition));
    }

    private static String name(byte[] key) {
        String name = key == null || key.length > MOST_NAME_BYTES ? null : text(key);
        return name == null || name.isBlank() || !PeerText.isPrintable(name) ? null : name;
    }

    private static Entry entry(String name, byte[] value) {
        if (value.length > MOST_ENTRY_BYTES) {
            return bad(name, "its record has " + value.length + " bytes, more than " + MOST_ENTRY_BYTES);
        }
        String text = text(value);
        if (text == null) {
            return bad(name, "its record is no text in UTF-8");
        }
        CameraEntries read = new CameraEntries();
        read.addOne(name, text);
        if (read.cameras().isEmpty()) {
            return bad(name, read.mistakes().values().iterator().next());
        }
        FleetCamera camera = read.cameras().get(0);
        int parts = camera.options().size() + camera.labels().size();
        return new Entry(camera, null, ENTRY_BYTES + parts * OPTION_BYTES + name.length() + value.length);
    }

    private static Entry bad(String name, String mistake) {
        return new Entry(null, mistake, ENTRY_BYTES + name.length() + mistake.length());
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The cameras of these partitions, in the order of their names; {@link #mistakes()} tells what is wrong there. */
    public List<Listed> cameras(IntPredicate partitions) {
        List<Listed> cameras = new ArrayList<>();
        mistakes.clear();
        entries.forEach((name, byPartition) -> {
            int partition = byPartition.firstKey();
            Entry entry = byPartition.get(partition);
            if (!partitions.test(partition)) {
                return;
            }
            if (entry.camera() != null) {
                cameras.add(new Listed(entry.camera(), partition));
            }
            if (byPartition.size() > 1) {
                mistakes.put(name, "it is in the partitions " + byPartition.keySet() + ": that of partition " + partition
                        + " counts, remove the others");
            } else if (entry.mistake() != null) {
                mistakes.put(name, entry.mistake());
            }
        });
        strays.forEach((partition, stray) -> {
            if (partitions.test(partition)) {
                mistakes.put(NO_CAMERA, stray);
            }
        });
        return cameras;
    }

    /** What is wrong with records of the partitions last asked for, by camera. */
    public Map<String, String> mistakes() {
        return new TreeMap<>(mistakes);
    }
}
