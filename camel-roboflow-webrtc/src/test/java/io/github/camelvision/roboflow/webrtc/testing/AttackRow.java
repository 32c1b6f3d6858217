package io.github.camelvision.roboflow.webrtc.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** A row of the table of attacks in docs/reliability.adoc. */
public final class AttackRow {

    private AttackRow() {}

    /**
     * Writes the row.
     *
     * @param attack what was sent
     * @param against {@code client} or {@code worker}
     * @param given how much of it
     * @param outcome what became of it, and of the others in the process
     * @param memory what the process held
     */
    public static void write(String attack, String against, String given, String outcome, String memory) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("attack", attack);
        row.put("against", against);
        row.put("given", given);
        row.put("outcome", outcome);
        row.put("memory", memory);
        MeasuredRow.write("attacks", against + "-" + attack, row);
    }
}
