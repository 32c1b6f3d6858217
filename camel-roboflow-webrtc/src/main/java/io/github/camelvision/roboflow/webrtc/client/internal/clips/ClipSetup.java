package io.github.camelvision.roboflow.webrtc.client.internal.clips;

import static io.github.camelvision.roboflow.webrtc.core.error.OptionLimit.atLeast;

import io.github.camelvision.roboflow.webrtc.client.RoboflowWebrtcConfiguration;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipDirectory;
import io.github.camelvision.roboflow.webrtc.core.clips.ClipRules;
import io.github.camelvision.roboflow.webrtc.core.error.FileTrouble;
import io.github.camelvision.roboflow.webrtc.core.memory.MemoryBudget;
import io.github.camelvision.roboflow.webrtc.core.session.Emit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** The options of clips and snapshots, checked and put together. */
public final class ClipSetup {

    /** A clip that goes on and on is cut here, unless before and after are longer. */
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** Of the memory that all sessions share. */
    private static final int RING_SHARE = 4;

    private ClipSetup() {}

    /** @throws IllegalArgumentException which names the option that is wrong */
    public static void check(RoboflowWebrtcConfiguration options) {
        if (options.getSnapshots() != null) {
            if (!options.makesObjects()) {
                throw new IllegalArgumentException("snapshots=" + options.getSnapshots() + " are of objects: add emit=objects");
            }
            FramesHere.require(options, "snapshots");
        }
        if (options.getClipDirectory() == null) {
            needed(options.getClipOn() != null, "clipOn");
            needed(options.isEmitClips(), "emitClips");
            return;
        }
        atLeast(0, "clipBefore", options.getClipBefore());
        atLeast(0, "clipAfter", options.getClipAfter());
        atLeast(0, "clipMaxBytes", options.getClipMaxBytes());
        atLeast(0, "clipMaxAge", options.getClipMaxAge());
        ClipTriggers triggers = ClipTriggers.of(options.getClipOn());
        if (triggers.events() && !options.makesObjects()) {
            throw new IllegalArgumentException("clipOn=" + options.getClipOn() + " names events of objects: add emit=objects");
        }
        if (triggers.results() && options.effectiveEmit() == Emit.frames) {
            throw new IllegalArgumentException("clipOn with a predicate needs results, which emit=frames leaves out: use emit=paired");
        }
        FramesHere.require(options, "clipDirectory");
        try {
            Files.createDirectories(directory(options));
        } catch (IOException e) {
            throw new IllegalArgumentException("The option clipDirectory names a folder, " + options.getClipDirectory()
                    + ", that cannot be made: " + FileTrouble.of(e), e);
        }
    }

    private static void needed(boolean without, String option) {
        if (without) {
            throw new IllegalArgumentException(option + " needs clipDirectory, the folder for the clips");
        }
    }

    private static Path directory(RoboflowWebrtcConfiguration options) {
        try {
            return Path.of(options.getClipDirectory());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("The option clipDirectory is no path: " + e.getMessage(), e);
        }
    }

    static ClipRules rules(RoboflowWebrtcConfiguration options, MemoryBudget budget) {
        Duration before = Duration.ofMillis(options.getClipBefore());
        Duration after = Duration.ofMillis(options.getClipAfter());
        Duration both = before.plus(after);
        return new ClipRules(before, after, both.compareTo(LONGEST) > 0 ? both : LONGEST, budget.capacity() / RING_SHARE,
                options.isClipAnnotated());
    }

    static ClipDirectory files(RoboflowWebrtcConfiguration options, String session) {
        return new ClipDirectory(directory(options), session, options.getClipMaxBytes(),
                options.getClipMaxAge() == 0 ? null : Duration.ofMillis(options.getClipMaxAge()));
    }
}
