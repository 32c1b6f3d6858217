package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlobSplitterTest {

    private static final int SIZE = 80;

    @Test
    void leavesAConvexPartWhole() {
        assertThat(BlobSplitter.split(discs(20, 40, 40), SIZE, SIZE, 3.5, new int[SIZE * SIZE])).isEqualTo(1);
    }

    @Test
    void cutsTouchingPartsAtTheirNeck() {
        int[] labels = new int[SIZE * SIZE];
        assertThat(BlobSplitter.split(discs(18, 22, 40, 54, 40), SIZE, SIZE, 3.5, labels)).isEqualTo(2);
        int left = labels[40 * SIZE + 22];
        int right = labels[40 * SIZE + 54];
        assertThat(left).isNotEqualTo(right).isPositive();
        assertThat(labels[40 * SIZE + 35]).isEqualTo(left);
        assertThat(labels[40 * SIZE + 41]).isEqualTo(right);
        assertThat(labels[0]).isZero();
    }

    @Test
    void findsNothingInAnEmptyPicture() {
        assertThat(BlobSplitter.split(new float[SIZE * SIZE], SIZE, SIZE, 3.5, new int[SIZE * SIZE])).isZero();
    }

    /** Depth inside discs: the larger of the distances to the edges of the discs, as a distance transform of their union is near. */
    private static float[] discs(double radius, int... centres) {
        float[] distance = new float[SIZE * SIZE];
        for (int i = 0; i < distance.length; i++) {
            for (int c = 0; c < centres.length; c += 2) {
                double depth = radius - Math.hypot(i % SIZE - centres[c], i / SIZE - centres[c + 1]);
                distance[i] = (float) Math.max(distance[i], depth);
            }
        }
        return distance;
    }
}
