package io.github.camelvision.roboflow.webrtc.examples.bench.peers;

import java.util.List;

/**
 * What a comparison is to measure.
 *
 * @param frames  of a file
 * @param rounds  that count
 * @param warmUp  rounds before them, which do not count
 * @param jobs    names; empty is all
 * @param profile our pair alone, and where its time goes
 */
public record Plan(int frames, int rounds, int warmUp, List<String> jobs, boolean profile) {

    /** @throws IllegalArgumentException when there is no such job */
    public Plan {
        List<String> names = Job.ALL.stream().map(Job::name).toList();
        for (String job : jobs) {
            if (!names.contains(job)) {
                throw new IllegalArgumentException("there is no job " + job + "; --jobs takes " + String.join(",", names));
            }
        }
    }
}
