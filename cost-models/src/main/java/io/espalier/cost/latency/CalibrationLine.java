package io.espalier.cost.latency;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * {@code latency = slope · sum + perKernel · kernels + perRun}, in ms, by least squares of the relative errors. A weak
 * prior (slope 1, nothing for a kernel or a run) decides what the networks leave open, such as the price of a kernel
 * when all have as many.
 *
 * @param error 90 % of networks lie within this share of the line (conformal: each network predicted by the others)
 */
record CalibrationLine(double slope, double perKernel, double perRun, double error) {
    /** What holds when nothing was measured as a whole. */
    static final CalibrationLine UNKNOWN = new CalibrationLine(1, 0, 0, .2);

    private static final int FEWEST = 3;
    private static final double ERROR_OF_FEW = .1;
    private static final double COVERAGE = .9;
    private static final double SMALLEST_ERROR = .01;
    /** Standard deviations of the prior: of the slope, of the share that all kernels' starts take, of the run's. */
    private static final double[] PRIOR = {.1, .03, .02};
    /** Standard deviation of a network's relative error, as the prior's weight assumes it. */
    private static final double NOISE = .02;

    /** A network: the sum of its kernels and its latency, in ms. */
    record Point(double sum, int kernels, double ms) {}

    static CalibrationLine fit(List<Point> points) {
        CalibrationLine line = solve(points, -1);
        if (points.size() < FEWEST) {
            return new CalibrationLine(line.slope, line.perKernel, line.perRun, ERROR_OF_FEW);
        }
        double[] errors = new double[points.size()];
        for (int i = 0; i < errors.length; i++) {
            Point point = points.get(i);
            CalibrationLine others = solve(points, i);
            errors[i] = Math.abs(others.at(point.sum(), point.kernels()) - point.ms()) / point.ms();
        }
        Arrays.sort(errors);
        int rank = (int) Math.ceil((errors.length + 1) * COVERAGE) - 1;
        double error = errors[Math.min(rank, errors.length - 1)];
        return new CalibrationLine(line.slope, line.perKernel, line.perRun, Math.max(SMALLEST_ERROR, error));
    }

    /** The latency of a network, in ms. */
    double at(double sum, int kernels) {
        return Math.max(0, slope * sum + perKernel * kernels + perRun);
    }

    /** Ridge regression of the difference to the prior line, without the point {@code left}. */
    private static CalibrationLine solve(List<Point> points, int left) {
        double typicalMs = points.stream().mapToDouble(Point::ms).average().orElse(1);
        double typicalKernels =
                points.stream().mapToInt(Point::kernels).average().orElse(1);
        double[] scale = {PRIOR[0], PRIOR[1] * typicalMs / typicalKernels, PRIOR[2] * typicalMs};
        RealMatrix normal = new Array2DRowRealMatrix(3, 3);
        RealVector right = new ArrayRealVector(3);
        for (int i = 0; i < 3; i++) {
            normal.setEntry(i, i, NOISE * NOISE);
        }
        for (int i = 0; i < points.size(); i++) {
            if (i != left) {
                Point point = points.get(i);
                RealVector row = new ArrayRealVector(new double[] {
                    scale[0] * point.sum() / point.ms(), scale[1] * point.kernels() / point.ms(), scale[2] / point.ms()
                });
                normal = normal.add(row.outerProduct(row));
                right = right.add(row.mapMultiply((point.ms() - point.sum()) / point.ms()));
            }
        }
        RealVector solved = new CholeskyDecomposition(normal).getSolver().solve(right);
        return new CalibrationLine(
                1 + scale[0] * solved.getEntry(0), scale[1] * solved.getEntry(1), scale[2] * solved.getEntry(2), 0);
    }
}
