package io.github.camelvision.roboflow.webrtc.core.motion;

/** Which pixels of an image changed, and how large the largest thing is that they make up. */
final class ChangedPixels {

    /** Of a pixel and its eight neighbours: noise changes single pixels. */
    private static final int MOST_OF_NINE = 5;

    private final int width;
    private final int height;
    private final boolean[] changed;
    private final boolean[] solid;
    private final int[] open;
    private int count;

    ChangedPixels(int width, int height) {
        this.width = width;
        this.height = height;
        this.changed = new boolean[width * height];
        this.solid = new boolean[width * height];
        this.open = new int[width * height];
    }

    void set(int index, boolean differs) {
        count += (differs ? 1 : 0) - (changed[index] ? 1 : 0);
        changed[index] = differs;
    }

    /** As a part of the image. */
    double share() {
        return count / (double) changed.length;
    }

    /** Pixels of the largest group that hangs together, without those that stand alone; as a part of the image. */
    double largest() {
        int most = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                solid[y * width + x] = changed[y * width + x] && around(x, y) >= MOST_OF_NINE;
            }
        }
        for (int i = 0; i < solid.length; i++) {
            if (solid[i]) {
                most = Math.max(most, take(i));
            }
        }
        return most / (double) solid.length;
    }

    private int around(int x, int y) {
        int sum = 0;
        for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
            for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                sum += changed[row * width + column] ? 1 : 0;
            }
        }
        return sum;
    }

    /** The size of the group of this pixel, which is gone then. */
    private int take(int start) {
        int size = 0;
        int waiting = 0;
        open[waiting++] = start;
        solid[start] = false;
        while (waiting > 0) {
            int at = open[--waiting];
            size++;
            int x = at % width;
            int y = at / width;
            for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
                for (int column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
                    int next = row * width + column;
                    if (solid[next]) {
                        solid[next] = false;
                        open[waiting++] = next;
                    }
                }
            }
        }
        return size;
    }
}
