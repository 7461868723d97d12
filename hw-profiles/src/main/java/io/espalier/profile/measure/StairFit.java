package io.espalier.profile.measure;

import java.util.Arrays;

/**
 * Fits stairs of given steps to kernels scattered over both widths. In whole steps of one axis latency is a line, its
 * level and slope are lines over the other axis; what lies off a step may cost more than the step, as much more for each
 * channel pair. Outliers count less.
 */
final class StairFit {
    private static final int PASSES = 3;
    /** Share of the kernels whose errors count in full. */
    private static final double COUNTED = .9;

    private static final double OUTLYING = 3;
    private static final double RIDGE = 1e-9;
    /** Noise of a measured kernel: this share of it, but no less than a part of the profiler's microsecond. */
    private static final double NOISE = .02;

    private static final double SMALLEST_NOISE_US = .4;

    private final double[] widths;
    private final double[] others;
    private final double[] us;

    /**
     * @param widths of the axis whose step is asked for
     * @param others widths of the other axis, as many
     * @param us latencies, as many
     */
    StairFit(double[] widths, double[] others, double[] us) {
        this.widths = widths;
        this.others = others;
        this.us = us;
    }

    static double noiseUs(double us) {
        return Math.max(SMALLEST_NOISE_US, NOISE * us);
    }

    /** Mean square, in units of the noise, of what the best stair with this step leaves; the largest errors clipped. */
    double misfit(int step) {
        double[][] rows = new double[us.length][];
        double[] weights = new double[us.length];
        for (int i = 0; i < us.length; i++) {
            rows[i] = row(widths[i], others[i], step);
            weights[i] = 1 / square(noiseUs(us[i]));
        }
        double[] errors = new double[us.length];
        for (int pass = 0; pass < PASSES; pass++) {
            double[] fitted = solve(rows, weights);
            for (int i = 0; i < us.length; i++) {
                errors[i] = Math.abs(us[i] - dot(rows[i], fitted)) / noiseUs(us[i]);
            }
            double outlying = OUTLYING * quantile(errors, .5) + RIDGE;
            for (int i = 0; i < us.length; i++) {
                weights[i] = Math.min(1, outlying / Math.max(errors[i], RIDGE)) / square(noiseUs(us[i]));
            }
        }
        double most = quantile(errors, COUNTED);
        return Arrays.stream(errors)
                .map(error -> square(Math.min(error, most)))
                .average()
                .orElse(0);
    }

    private static double[] row(double width, double other, int step) {
        double whole = Math.ceil(width / step) * step;
        boolean offStep = width < whole;
        return new double[] {1, other, whole, other * whole, offStep ? 1 : 0, offStep ? other * whole : 0};
    }

    /** Weighted least squares by the normal equations. */
    private double[] solve(double[][] rows, double[] weights) {
        int n = rows[0].length;
        double[] scale = new double[n];
        for (double[] row : rows) {
            for (int j = 0; j < n; j++) {
                scale[j] = Math.max(scale[j], row[j]);
            }
        }
        double[][] system = new double[n][n + 1];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < n; j++) {
                double weighted = weights[i] * scaled(rows[i][j], scale[j]);
                for (int k = 0; k < n; k++) {
                    system[j][k] += weighted * scaled(rows[i][k], scale[k]);
                }
                system[j][n] += weighted * us[i];
            }
        }
        double total = Arrays.stream(weights).sum();
        for (int j = 0; j < n; j++) {
            system[j][j] += RIDGE * total;
        }
        eliminate(system);
        double[] solution = new double[n];
        for (int j = 0; j < n; j++) {
            solution[j] = scaled(system[j][n], scale[j]);
        }
        return solution;
    }

    /** Gauss and Jordan; a positive definite system needs no exchange of rows. */
    private static void eliminate(double[][] system) {
        for (int pivot = 0; pivot < system.length; pivot++) {
            double[] row = system[pivot];
            double by = row[pivot];
            for (int k = pivot; k < row.length; k++) {
                row[k] /= by;
            }
            for (int j = 0; j < system.length; j++) {
                double times = system[j][pivot];
                for (int k = pivot; j != pivot && k < row.length; k++) {
                    system[j][k] -= times * row[k];
                }
            }
        }
    }

    private static double scaled(double value, double scale) {
        return scale == 0 ? 0 : value / scale;
    }

    private static double quantile(double[] values, double share) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        return ascending[(int) Math.round(share * (ascending.length - 1))];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double square(double value) {
        return value * value;
    }
}
