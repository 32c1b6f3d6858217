package io.github.camelvision.roboflow.webrtc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

/** A row of the fault tables in docs/reliability.adoc, from what a {@link FaultRoute} told. */
public final class FaultRow {

    private static final int MOST_TEXT = 220;

    private FaultRow() {}

    /**
     * Asserts that every frame was answered once, or failed with a word to its sender, and writes the row.
     *
     * @param table {@code faults}, or {@code faults-network} for those that need network namespaces
     * @param lossless whether none may be lost
     * @param broken when the fault came
     * @param healed when it was gone
     */
    public static void write(String table, String fault, boolean lossless, FaultLog log, long broken, long healed) {
        String session = lossless ? "lossless" : "real time";
        boolean fleet = FaultRoute.CAMERAS > 0;
        write(fleet ? "faults-fleet" : table, fault, fleet ? session + ", fleet of " + FaultRoute.CAMERAS : session, lossless, log, broken,
                healed);
    }

    /** As the other one, with words for what the session is. */
    public static void write(String table, String fault, String session, boolean lossless, FaultLog log, long broken, long healed) {
        int failed = log.count("failed");
        assertThat(log.count("wrong")).as("answers of another frame: %s", fault).isZero();
        assertThat(log.count("answered")).as("each answer once: %s", fault).isEqualTo(log.distinct("answered"));
        assertThat(log.count("answered") + failed).as("answered or told: %s", fault).isEqualTo(log.count("sent"));
        if (lossless) {
            assertThat(failed).as("lost, of a lossless session: %s: %s", fault, log.failure()).isZero();
            assertThat(log.count("result")).as("each result once: %s", fault).isEqualTo(log.distinct("result"));
        }
        write(table, fault, session, log.seen(broken), log.noticed(broken), log.answeredAfter(healed), log.slowest(), log.count("sent"),
                log.count("answered"), failed);
    }

    /** Writes the row. Texts of a dash stand for what there is not. */
    public static void write(String table, String fault, String session, String seen, String noticed, String back, String slowest,
            long sent, long answered, long lost) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("fault", fault);
        row.put("session", session);
        row.put("seen", seen.length() > MOST_TEXT ? seen.substring(0, MOST_TEXT) + " ..." : seen);
        row.put("noticed", noticed);
        row.put("back", back);
        row.put("slowest", slowest);
        row.put("sent", sent);
        row.put("answered", answered);
        row.put("lost", lost);
        MeasuredRow.write(table, fault + "-" + session, row);
    }
}
