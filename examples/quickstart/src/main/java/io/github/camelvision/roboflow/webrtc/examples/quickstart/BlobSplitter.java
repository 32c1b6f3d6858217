package io.github.camelvision.roboflow.webrtc.examples.quickstart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a blob of touching convex parts at its necks. A convex part has one summit in the map of distances to the blob's edge; where two
 * summits are joined by a saddle that lies well below both, there are two parts. Pure: no native code.
 */
final class BlobSplitter {

    private BlobSplitter() {}

    /**
     * @param distance distance of every pixel to the blob's edge, 0 outside, row by row
     * @param prominence pixels by which a summit must rise above the saddle to a higher one to count as a part of its own
     * @param labels is filled: 0 outside the blob, otherwise the number of the part, 1..n
     * @return n
     */
    static int split(float[] distance, int width, int height, double prominence, int[] labels) {
        Arrays.fill(labels, 0);
        // Water sinks from the highest summit: pixels join the islands of their higher neighbours; islands that meet merge, or both stay.
        int[] order = descending(distance);
        List<int[]> islands = new ArrayList<>();
        List<Float> summits = new ArrayList<>();
        islands.add(new int[] {0});
        summits.add(0f);
        for (int at : order) {
            int x = at % width;
            int y = at / width;
            int best = 0;
            float bestDistance = -1;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int nx = x + dx;
                    int ny = y + dy;
                    if (nx < 0 || ny < 0 || nx >= width || ny >= height || labels[ny * width + nx] == 0) {
                        continue;
                    }
                    int island = root(islands, labels[ny * width + nx]);
                    if (best == 0) {
                        best = island;
                    } else if (island != best) {
                        int high = summits.get(island) > summits.get(best) ? island : best;
                        int low = high == island ? best : island;
                        if (summits.get(low) - distance[at] < prominence) {
                            islands.get(low)[0] = high;
                            best = high;
                        } else if (distance[ny * width + nx] > bestDistance) {
                            best = island;
                        }
                    }
                    bestDistance = Math.max(bestDistance, distance[ny * width + nx]);
                }
            }
            if (best == 0) {
                best = islands.size();
                islands.add(new int[] {best});
                summits.add(distance[at]);
            }
            labels[at] = best;
        }
        return renumber(islands, labels);
    }

    private static int[] descending(float[] distance) {
        long[] keys = new long[distance.length];
        int count = 0;
        for (int i = 0; i < distance.length; i++) {
            if (distance[i] > 0) {
                // Distances are positive, so their bits sort like the numbers.
                keys[count++] = (long) ~Float.floatToIntBits(distance[i]) << 32 | i;
            }
        }
        Arrays.sort(keys, 0, count);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    private static int root(List<int[]> islands, int island) {
        int at = island;
        while (islands.get(at)[0] != at) {
            at = islands.get(at)[0];
        }
        return at;
    }

    private static int renumber(List<int[]> islands, int[] labels) {
        int[] numbers = new int[islands.size()];
        int count = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 0) {
                int island = root(islands, labels[i]);
                if (numbers[island] == 0) {
                    numbers[island] = ++count;
                }
                labels[i] = numbers[island];
            }
        }
        return count;
    }
}
