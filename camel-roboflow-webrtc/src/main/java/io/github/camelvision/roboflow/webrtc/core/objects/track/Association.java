package io.github.camelvision.roboflow.webrtc.core.objects.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the box of each track in a frame, in the stages of ByteTrack:
 *
 * <ol>
 * <li>boxes of high score with tracks that were confirmed, lost ones too, by overlap times score;
 * <li>boxes of low score with the confirmed tracks that are left and were in the frame before, by overlap;
 * <li>boxes of high score that are left with tracks that are not confirmed, by overlap times score.
 * </ol>
 */
public final class Association {

    /** Boxes below are noise; ByteTrack's lower bound of the second stage. */
    public static final double LEAST_SCORE = 0.1;
    /** {@code minimum_matching_threshold} of supervision, and the two that it has as constants: most that 1 - overlap may be. */
    private static final double FIRST = 0.8;
    private static final double SECOND = 0.5;
    private static final double UNCONFIRMED = 0.7;

    private final List<Candidate> candidates;
    private final List<Track> tracks;
    private final int[] trackOf;
    private final boolean[] taken;

    /** A box that was seen. @param high whether its score is high; if not, it only keeps a track alive */
    public record Candidate(Box box, double score, boolean high) {}

    /** What was seen before. @param predicted where it is now @param seen whether it was in the frame before */
    public record Track(Box predicted, boolean confirmed, boolean seen) {}

    private Association(List<Candidate> candidates, List<Track> tracks) {
        this.candidates = candidates;
        this.tracks = tracks;
        this.trackOf = new int[candidates.size()];
        this.taken = new boolean[tracks.size()];
        Arrays.fill(trackOf, -1);
    }

    /** The track of each candidate; -1: none. */
    public static int[] of(List<Candidate> candidates, List<Track> tracks) {
        Association association = new Association(candidates, tracks);
        association.stage(true, true, false, FIRST);
        association.stage(false, true, true, SECOND);
        association.stage(true, false, false, UNCONFIRMED);
        return association.trackOf;
    }

    private void stage(boolean high, boolean confirmed, boolean seenOnly, double most) {
        List<Integer> boxes = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            if (trackOf[i] < 0 && candidates.get(i).high() == high) {
                boxes.add(i);
            }
        }
        List<Integer> free = new ArrayList<>();
        for (int i = 0; i < tracks.size(); i++) {
            Track track = tracks.get(i);
            if (!taken[i] && track.confirmed() == confirmed && (track.seen() || !seenOnly)) {
                free.add(i);
            }
        }
        if (boxes.isEmpty() || free.isEmpty()) {
            return;
        }
        int[] chosen = possible(boxes, free, high, most).solve();
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] >= 0) {
                trackOf[boxes.get(chosen[i])] = free.get(i);
                taken[free.get(i)] = true;
            }
        }
    }

    private Assignment possible(List<Integer> boxes, List<Integer> free, boolean high, double most) {
        Assignment assignment = new Assignment(free.size(), boxes.size(), most);
        for (int t = 0; t < free.size(); t++) {
            Box predicted = tracks.get(free.get(t)).predicted();
            for (int b = 0; b < boxes.size(); b++) {
                Candidate candidate = candidates.get(boxes.get(b));
                double overlap = predicted.iou(candidate.box());
                if (overlap > 0) {
                    double cost = 1 - (high ? overlap * candidate.score() : overlap);
                    if (cost <= most) {
                        assignment.possible(t, b, cost);
                    }
                }
            }
        }
        return assignment;
    }
}
