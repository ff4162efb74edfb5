package dev.diffract.builder.graphs.preview;

/**
 * Least squares of several targets on the same features with a bias. A small penalty on the factors, relative to the features'
 * spread, keeps features that hardly vary from getting wild ones; the bias is not penalised.
 */
final class RidgeRegression {

    private static final double PENALTY = 1e-6;

    private final int features;
    private final int targets;
    /** Sums of products of (features, 1) with (features, 1, targets). */
    private final double[][] sums;

    RidgeRegression(int features, int targets) {
        this.features = features;
        this.targets = targets;
        sums = new double[features + 1][features + 1 + targets];
    }

    void add(double[] x, double[] y) {
        for (int i = 0; i <= features; i++) {
            double left = i < features ? x[i] : 1;
            for (int j = 0; j < sums[i].length; j++) {
                double right = j < features ? x[j] : j == features ? 1 : y[j - features - 1];
                sums[i][j] += left * right;
            }
        }
    }

    /** For each target the factors of the features, and the bias last. */
    double[][] solve() {
        double[][] system = new double[features + 1][];
        double spread = 0;
        for (int i = 0; i <= features; i++) {
            system[i] = sums[i].clone();
        }
        double count = sums[features][features];
        for (int i = 0; i < features; i++) {
            spread += sums[i][i] - sums[i][features] * sums[i][features] / count;
        }
        for (int i = 0; i < features; i++) {
            system[i][i] += PENALTY * Math.max(spread / features, Double.MIN_NORMAL);
        }
        eliminate(system);
        double[][] solution = new double[targets][features + 1];
        for (int target = 0; target < targets; target++) {
            for (int i = 0; i <= features; i++) {
                solution[target][i] = system[i][features + 1 + target];
            }
        }
        return solution;
    }

    /** Gauss and Jordan, with the largest pivot of each column. */
    private static void eliminate(double[][] system) {
        for (int column = 0; column < system.length; column++) {
            int pivot = column;
            for (int row = column + 1; row < system.length; row++) {
                if (Math.abs(system[row][column]) > Math.abs(system[pivot][column])) {
                    pivot = row;
                }
            }
            double[] found = system[pivot];
            system[pivot] = system[column];
            system[column] = found;
            double leading = found[column];
            for (int j = column; j < found.length; j++) {
                found[j] /= leading;
            }
            for (int row = 0; row < system.length; row++) {
                double factor = system[row][column];
                if (row != column) {
                    for (int j = column; j < found.length; j++) {
                        system[row][j] -= factor * found[j];
                    }
                }
            }
        }
    }
}
