package io.github.camelvision.roboflow.webrtc.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelvision.roboflow.webrtc.core.objects.SceneState;
import java.util.function.Supplier;

/**
 * One session as the live view shows it.
 *
 * @param id tells it from all others of the context
 * @param facts state and counters, as {@code app.js} reads them; holds no credentials. Fields: {@code kind}, {@code name}, {@code state},
 *         {@code level} (ok, busy, bad, over), {@code since} (epoch ms), {@code handled} (the counter that the fps are taken from),
 *         {@code dropped} (reason in words to count), {@code latencyMs} or {@code noLatency} (why it is not known), {@code failing}
 *         (what is wrong with the newest frames, absent while they go well), {@code lastError}, {@code hasFrames} (whether there
 *         are frames to show), {@code frames} (why there are some or none), {@code details} (label to text)
 * @param tap where its frames come out
 * @param scene gives the zones, lines and objects that it watches; gives null where it makes no events of objects
 */
public record LiveSession(String id, ObjectNode facts, LiveTap tap, Supplier<SceneState> scene) {}
