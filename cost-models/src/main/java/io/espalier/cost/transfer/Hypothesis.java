package io.espalier.cost.transfer;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A Gaussian process over the measured networks, with one way to weigh structure and noise, and with one measurement
 * taken for spoilt or none.
 *
 * @param structure how much the structure counts
 * @param noise standard deviation of what no feature explains
 * @param coefficients of the measured networks: covariance⁻¹ · residuals
 * @param inverse covariance⁻¹
 * @param scale variance of the residuals in the unit of the features
 * @param logLikelihood with the scale integrated out, up to a constant
 */
record Hypothesis(
        double structure, double noise, double[] coefficients, double[][] inverse, double scale, double logLikelihood) {
    private static final int NONE = -1;
    private static final double VARIANCE_OF_SPOILT = 9;
    private static final double CHANCE_OF_SPOILT = .1;

    /**
     * @param devices products of the device features of every two measured networks
     * @param structures the same of the structure features
     * @param residuals of the measured networks
     * @param spoilt the network whose measurement is not trusted; -1 for none
     */
    static Hypothesis of(
            double[][] devices, double[][] structures, double[] residuals, double structure, double noise, int spoilt) {
        int n = residuals.length;
        DMatrixRMaj covariance = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                covariance.set(i, j, devices[i][j] + structure * structures[i][j]);
            }
            covariance.add(i, i, noise * noise + (i == spoilt ? VARIANCE_OF_SPOILT : 0));
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
        if (!solver.setA(covariance)) {
            throw new IllegalStateException("A covariance with noise on its diagonal is positive definite.");
        }
        CholeskyDecomposition<DMatrixRMaj> decomposition = solver.getDecomposition();
        double logDeterminant = logDeterminant(decomposition.getT(null));
        DMatrixRMaj inverse = new DMatrixRMaj(n, n);
        solver.invert(inverse);
        double[] coefficients = new double[n];
        double misfit = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                coefficients[i] += inverse.get(i, j) * residuals[j];
            }
            misfit += coefficients[i] * residuals[i];
        }
        // Residuals that are all zero fit any scale.
        misfit = Math.max(misfit, 1e-12);
        double prior = spoilt == NONE ? Math.log(1 - CHANCE_OF_SPOILT) : Math.log(CHANCE_OF_SPOILT / n);
        double logLikelihood = -n / 2.0 * Math.log(misfit) - logDeterminant / 2 + prior;
        return new Hypothesis(structure, noise, coefficients, inverse.get2DData(), misfit / n, logLikelihood);
    }

    private static double logDeterminant(DMatrixRMaj triangle) {
        double sum = 0;
        for (int i = 0; i < triangle.numRows; i++) {
            sum += 2 * Math.log(triangle.get(i, i));
        }
        return sum;
    }

    /** What the measured networks say of the difference of another to its level, from its products with them. */
    double mean(double[] devices, double[] structures) {
        double mean = 0;
        for (int i = 0; i < coefficients.length; i++) {
            mean += coefficients[i] * (devices[i] + structure * structures[i]);
        }
        return mean;
    }

    /**
     * The variance of a measurement of another network.
     *
     * @param own variance of the other network before any measurement, without noise
     */
    double variance(double own, double[] devices, double[] structures) {
        double explained = 0;
        for (int i = 0; i < coefficients.length; i++) {
            double covariance = devices[i] + structure * structures[i];
            for (int j = 0; j < coefficients.length; j++) {
                explained += covariance * inverse[i][j] * (devices[j] + structure * structures[j]);
            }
        }
        return scale * Math.max(noise * noise, own + noise * noise - explained);
    }
}
