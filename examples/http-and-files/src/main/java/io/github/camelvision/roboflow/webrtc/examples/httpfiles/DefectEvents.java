package io.github.camelvision.roboflow.webrtc.examples.httpfiles;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/** Makes events of counts: one when more defects are in view than before, for some frames in a row. Not thread safe. */
final class DefectEvents {

    /** Frames in a row that must agree: a detector errs in single ones. */
    private static final int RISE = 3;
    private static final int FALL = 10;

    private final Deque<Integer> last = new ArrayDeque<>();
    private int level;

    /** @param defects in the next frame. @return whether an event begins with it */
    boolean begins(int defects) {
        last.addLast(defects);
        if (last.size() > FALL) {
            last.removeFirst();
        }
        if (last.size() == FALL) {
            level = Math.min(level, Collections.max(last));
        }
        int risen = last.stream().skip(Math.max(0, last.size() - RISE)).min(Integer::compare).orElse(0);
        if (last.size() < RISE || risen <= level) {
            return false;
        }
        level = risen;
        return true;
    }
}
