package io.github.camelvision.roboflow.webrtc.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Waits for conditions: long deadline for a busy machine, short interval for fast tests. Mutation testing, which must see a wait fail
 * before its own time limit, shortens the deadline: {@code -Dwaiting.seconds=5}.
 */
public final class Waiting {

    public static final Duration DEADLINE = Duration.ofSeconds(Integer.getInteger("waiting.seconds", 30));
    private static final Duration INTERVAL = Duration.ofMillis(2);

    private Waiting() {}

    public static ConditionFactory await(String condition) {
        return Awaitility.await(condition).pollDelay(Duration.ZERO).pollInterval(INTERVAL).atMost(DEADLINE);
    }
}
