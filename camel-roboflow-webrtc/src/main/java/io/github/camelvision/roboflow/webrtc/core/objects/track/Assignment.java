package io.github.camelvision.roboflow.webrtc.core.objects.track;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pairs rows and columns at the least cost in all. Only pairs that are possible are given, and few are: so rows and columns fall into
 * groups that have nothing to do with each other, and each group is solved alone (Hungarian method). Equal costs go to the lower numbers.
 */
final class Assignment {

    private final int rows;
    private final int columns;
    private final double impossible;
    private final List<Pair> pairs = new ArrayList<>();

    private record Pair(int row, int column, double cost) {}

    /** @param most what a pair may cost; to leave a pair out costs a little more, as in ByteTrack */
    Assignment(int rows, int columns, double most) {
        this.rows = rows;
        this.columns = columns;
        this.impossible = most + 1e-4;
    }

    /** Row and column may be paired. */
    void possible(int row, int column, double cost) {
        pairs.add(new Pair(row, column, cost));
    }

    /** The column of each row; -1: none. */
    int[] solve() {
        int[] result = new int[rows];
        Arrays.fill(result, -1);
        int[] group = groups();
        int[] count = new int[rows + columns];
        pairs.forEach(pair -> count[find(group, pair.row())]++);
        List<List<Pair>> byGroup = new ArrayList<>();
        int[] index = new int[rows + columns];
        Arrays.fill(index, -1);
        for (Pair pair : pairs) {
            int root = find(group, pair.row());
            if (count[root] == 1) {
                result[pair.row()] = pair.column();
            } else {
                if (index[root] < 0) {
                    index[root] = byGroup.size();
                    byGroup.add(new ArrayList<>(count[root]));
                }
                byGroup.get(index[root]).add(pair);
            }
        }
        byGroup.forEach(together -> solve(together, result));
        return result;
    }

    private int[] groups() {
        int[] group = new int[rows + columns];
        Arrays.setAll(group, i -> i);
        for (Pair pair : pairs) {
            group[find(group, pair.row())] = find(group, rows + pair.column());
        }
        return group;
    }

    private static int find(int[] group, int of) {
        int root = of;
        while (group[root] != root) {
            group[root] = group[group[root]];
            root = group[root];
        }
        return root;
    }

    private void solve(List<Pair> pairs, int[] result) {
        int[] rowsOf = pairs.stream().mapToInt(Pair::row).distinct().sorted().toArray();
        int[] columnsOf = pairs.stream().mapToInt(Pair::column).distinct().sorted().toArray();
        boolean turned = rowsOf.length > columnsOf.length;
        int[] few = turned ? columnsOf : rowsOf;
        int[] many = turned ? rowsOf : columnsOf;
        double[][] cost = new double[few.length][many.length];
        for (double[] row : cost) {
            Arrays.fill(row, impossible);
        }
        for (Pair pair : pairs) {
            int a = Arrays.binarySearch(few, turned ? pair.column() : pair.row());
            int b = Arrays.binarySearch(many, turned ? pair.row() : pair.column());
            cost[a][b] = pair.cost();
        }
        int[] chosen = hungarian(cost);
        for (int i = 0; i < few.length; i++) {
            if (cost[i][chosen[i]] < impossible) {
                result[turned ? many[chosen[i]] : few[i]] = turned ? few[i] : many[chosen[i]];
            }
        }
    }

    /** The column of each row, of which there are no more than columns. Rows and columns count from 1 within. */
    private static int[] hungarian(double[][] cost) {
        int n = cost.length;
        int m = cost[0].length;
        double[] rowPrice = new double[n + 1];
        double[] columnPrice = new double[m + 1];
        int[] rowOf = new int[m + 1];
        int[] way = new int[m + 1];
        for (int i = 1; i <= n; i++) {
            augment(cost, i, rowPrice, columnPrice, rowOf, way);
        }
        int[] columnOf = new int[n];
        for (int j = 1; j <= m; j++) {
            if (rowOf[j] > 0) {
                columnOf[rowOf[j] - 1] = j - 1;
            }
        }
        return columnOf;
    }

    private static void augment(double[][] cost, int row, double[] rowPrice, double[] columnPrice, int[] rowOf, int[] way) {
        int m = way.length - 1;
        double[] least = new double[m + 1];
        boolean[] used = new boolean[m + 1];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        rowOf[0] = row;
        int column = 0;
        while (rowOf[column] != 0) {
            used[column] = true;
            int from = rowOf[column];
            int next = 0;
            double delta = Double.POSITIVE_INFINITY;
            for (int j = 1; j <= m; j++) {
                if (used[j]) {
                    continue;
                }
                double reduced = cost[from - 1][j - 1] - rowPrice[from] - columnPrice[j];
                if (reduced < least[j]) {
                    least[j] = reduced;
                    way[j] = column;
                }
                if (least[j] < delta) {
                    delta = least[j];
                    next = j;
                }
            }
            for (int j = 0; j <= m; j++) {
                if (used[j]) {
                    rowPrice[rowOf[j]] += delta;
                    columnPrice[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
        }
        while (column != 0) {
            rowOf[column] = rowOf[way[column]];
            column = way[column];
        }
    }
}
