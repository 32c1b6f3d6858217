package io.github.camelvision.roboflow.webrtc.core.objects.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Beside all pairings that there are. */
class AssignmentTest {

    private static final double MOST = 0.8;

    @Property(tries = 500)
    void costsTheLeast(@ForAll long seed) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(5);
        int columns = 1 + random.nextInt(5);
        double[][] cost = new double[rows][columns];
        Assignment assignment = new Assignment(rows, columns, MOST);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                cost[r][c] = random.nextInt(3) == 0 ? random.nextDouble() * MOST : 2;
                if (cost[r][c] <= MOST) {
                    assignment.possible(r, c, cost[r][c]);
                }
            }
        }
        int[] chosen = assignment.solve();
        double all = 0;
        boolean[] taken = new boolean[columns];
        for (int r = 0; r < rows; r++) {
            if (chosen[r] < 0) {
                all += MOST + 1e-4;
            } else {
                assertThat(taken[chosen[r]]).isFalse();
                taken[chosen[r]] = true;
                assertThat(cost[r][chosen[r]]).isLessThanOrEqualTo(MOST);
                all += cost[r][chosen[r]];
            }
        }
        assertThat(all).isCloseTo(least(cost, 0, new boolean[columns]), within(1e-9));
    }

    private static double least(double[][] cost, int row, boolean[] taken) {
        if (row == cost.length) {
            return 0;
        }
        double least = MOST + 1e-4 + least(cost, row + 1, taken);
        for (int c = 0; c < taken.length; c++) {
            if (!taken[c] && cost[row][c] <= MOST) {
                taken[c] = true;
                least = Math.min(least, cost[row][c] + least(cost, row + 1, taken));
                taken[c] = false;
            }
        }
        return least;
    }
}
