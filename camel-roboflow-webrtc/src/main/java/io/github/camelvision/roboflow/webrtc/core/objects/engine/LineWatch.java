package io.github.camelvision.roboflow.webrtc.core.objects.engine;

import io.github.camelvision.roboflow.webrtc.core.objects.EventTime;
import io.github.camelvision.roboflow.webrtc.core.objects.ObjectEvent;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import io.github.camelvision.roboflow.webrtc.core.objects.Sighting;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.Anchor;
import io.github.camelvision.roboflow.webrtc.core.objects.rules.LineRule;
import io.github.camelvision.roboflow.webrtc.core.objects.track.Box;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Watches a line as {@code LineZone} in supervision does: a box counts where all its anchors are between the perpendiculars at the line's
 * ends and on one side; it crosses when it was on the other side before, and has been on this side in as many results as the threshold
 * says.
 */
final class LineWatch {

    private final LineRule rule;
    private final Map<Life, History> histories = new HashMap<>();
    private int in;
    private int out;

    private static final class History {

        private boolean left;
        /** Results in a row on this side; whether it was on the other side before. */
        private int run;
        private boolean otherBefore;
        private EventTime told;
        /** Crossings before it was confirmed. */
        private final List<EventTime> early = new ArrayList<>();
        private final List<Boolean> earlyLeft = new ArrayList<>();
    }

    LineWatch(LineRule rule) {
        this.rule = rule;
    }

    LineRule rule() {
        return rule;
    }

    SceneState.Line state() {
        return new SceneState.Line(rule, in, out);
    }

    /** Goes on where a line of this name was before the rules changed. */
    void follow(LineWatch before) {
        in = before.in;
        out = before.out;
        histories.putAll(before.histories);
    }

    void see(Life life, Sighting sighting, boolean relative, Outbox outbox) {
        History history = histories.get(life);
        if (rule.classes().isEmpty() || rule.classes().contains(life.className())) {
            Boolean left = side(life.box(), relative ? sighting.width() : 1, relative ? sighting.height() : 1);
            if (left != null) {
                if (history == null) {
                    history = new History();
                    histories.put(life, history);
                }
                if (crosses(history, left)) {
                    history.early.add(sighting.time());
                    history.earlyLeft.add(left);
                }
            }
        }
        if (history != null && life.confirmed()) {
            for (int i = 0; i < history.early.size(); i++) {
                tell(life, history, history.early.get(i), history.earlyLeft.get(i), outbox);
            }
            history.early.clear();
            history.earlyLeft.clear();
        }
    }

    private boolean crosses(History history, boolean left) {
        if (history.run > 0 && history.left == left) {
            history.run++;
        } else {
            history.otherBefore = history.run > 0;
            history.left = left;
            history.run = 1;
        }
        return history.otherBefore && history.run == rule.threshold();
    }

    private void tell(Life life, History history, EventTime time, boolean left, Outbox outbox) {
        int before = left ? in++ : out++;
        boolean cooling = history.told != null && time.since(history.told).compareTo(rule.cooldown()) < 0;
        if (!cooling) {
            history.told = time;
            outbox.tell(life, new EventDraft(ObjectEvent.Type.crossed, time)
                    .line(rule.name(), left ? ObjectEvent.Direction.in : ObjectEvent.Direction.out)
                    .states(life.state().counting(before), life.state().counting(before + 1)));
        }
    }

    /** True: to the left hand of who looks along the line; null: on both sides, or beyond its ends. */
    private Boolean side(Box box, double scaleX, double scaleY) {
        double fromX = rule.from().x() * scaleX;
        double fromY = rule.from().y() * scaleY;
        double dx = rule.to().x() * scaleX - fromX;
        double dy = rule.to().y() * scaleY - fromY;
        double length = Math.sqrt(dx * dx + dy * dy);
        if (!(length > 0)) {
            return null;
        }
        boolean anyLeft = false;
        boolean anyRight = false;
        for (Anchor anchor : rule.anchors()) {
            double x = anchor.x(box.left(), box.right()) - fromX;
            double y = anchor.y(box.top(), box.bottom()) - fromY;
            if (!between(x, y, dx, dy, dx / length, dy / length)) {
                return null;
            }
            boolean left = dx * y - dy * x < 0;
            anyLeft |= left;
            anyRight |= !left;
        }
        return anyLeft && anyRight ? null : (Boolean) anyLeft;
    }

    /** Between the perpendiculars at both ends; a point exactly on them as supervision's arithmetic has it. */
    private static boolean between(double x, double y, double dx, double dy, double unitX, double unitY) {
        double atStart = -unitY * y - unitX * x;
        double atEnd = unitY * (y - dy) + unitX * (x - dx);
        return atStart > 0 == atEnd > 0;
    }

    void end(Life life) {
        histories.remove(life);
    }
}
