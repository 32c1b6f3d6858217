package io.github.camelvision.roboflow.webrtc.testing;

/** How many random cases a simulation runs. Mutation testing takes a part of them for each mutant: {@code -Dsimulations.percent=2}. */
public final class Simulations {

    private static final int PERCENT = Integer.getInteger("simulations.percent", 100);

    private Simulations() {}

    /** @param usual cases of an ordinary build */
    public static int runs(int usual) {
        return Math.max(1, usual * PERCENT / 100);
    }
}
