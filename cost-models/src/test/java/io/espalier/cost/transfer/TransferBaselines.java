package io.espalier.cost.transfer;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** Simpler ways to predict a new device, from the same measured networks. */
final class TransferBaselines {
    private static final int SWEEPS = 20_000;
    /** Of a mean square of .15 that the structure has. */
    private static final double RIDGE = .01;

    private TransferBaselines() {}

    /**
     * The combination of the known devices, no weight negative, with the least squared error on the measured networks
     * (by coordinate descent).
     *
     * @param known by device, of all networks
     */
    static double[] nonNegativeLeastSquares(double[][] known, int[] measured, double[] ms) {
        double[] weights = new double[known.length];
        double[] errors = ms.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int k = 0; k < known.length; k++) {
                double slope = 0;
                double curvature = 0;
                for (int i = 0; i < measured.length; i++) {
                    slope += known[k][measured[i]] * errors[i];
                    curvature += known[k][measured[i]] * known[k][measured[i]];
                }
                double weight = Math.max(0, weights[k] + slope / curvature);
                for (int i = 0; i < measured.length; i++) {
                    errors[i] -= (weight - weights[k]) * known[k][measured[i]];
                }
                weights[k] = weight;
            }
        }
        double[] predicted = new double[known[0].length];
        for (int i = 0; i < predicted.length; i++) {
            for (int k = 0; k < known.length; k++) {
                predicted[i] += weights[k] * known[k][i];
            }
        }
        return predicted;
    }

    /** Ridge regression on structure alone. */
    static double[] ridge(double[][] structure, int[] measured, double[] ms) {
        double mean = KnownDevices.mean(ms);
        int n = measured.length;
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        DMatrixRMaj residuals = new DMatrixRMaj(n, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                covariance.set(i, j, dot(structure[measured[i]], structure[measured[j]]));
            }
            covariance.add(i, i, RIDGE);
            residuals.set(i, 0, ms[i] - mean);
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
        if (!solver.setA(covariance)) {
            throw new IllegalStateException("A covariance with a ridge is positive definite.");
        }
        DMatrixRMaj coefficients = new DMatrixRMaj(n, 1);
        solver.solve(residuals, coefficients);
        double[] predicted = new double[structure.length];
        for (int i = 0; i < predicted.length; i++) {
            predicted[i] = mean;
            for (int j = 0; j < measured.length; j++) {
                predicted[i] += coefficients.get(j) * dot(structure[i], structure[measured[j]]);
            }
        }
        return predicted;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
