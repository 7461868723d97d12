package io.espalier.cost.latency;

import java.util.Arrays;

/**
 * How far networks lie off their calibration, in 90 % of the cases: the less of a network was measured, the farther. The
 * quantile is that of networks whose kernels were priced as if these networks had not been seen (normalised conformal
 * prediction, Lei et al. 2018).
 *
 * @param quantile of the errors, each divided by {@code 1 + growth · unsure}
 * @param growth how much faster the error grows than that of a network of which all is measured
 */
record RelativeError(double quantile, double growth) {
    private static final double[] GROWTHS = {0, 1, 2, 4, 8, 16, 32};
    private static final double COVERAGE = .9;
    private static final double SMALLEST = .01;
    private static final int FEWEST = 3;

    /** What holds for too few networks. */
    static final RelativeError OF_FEW = new RelativeError(.1, 1);

    /**
     * @param errors of networks, as shares of their latency
     * @param unsure of each the half of the interval of its kernels, as a share
     */
    static RelativeError of(double[] errors, double[] unsure) {
        if (errors.length < FEWEST) {
            return OF_FEW;
        }
        RelativeError best = OF_FEW;
        double most = Double.NEGATIVE_INFINITY;
        for (double growth : GROWTHS) {
            double likelihood = likelihood(errors, unsure, growth);
            if (likelihood > most) {
                most = likelihood;
                best = new RelativeError(quantile(errors, unsure, growth), growth);
            }
        }
        return best;
    }

    /** Of a network whose kernels are unsure by this share of it. */
    double of(double unsure) {
        return Math.max(SMALLEST, quantile * (1 + growth * unsure));
    }

    /** Of Laplace's distribution at its best scale. */
    private static double likelihood(double[] errors, double[] unsure, double growth) {
        double mean = 0;
        double logs = 0;
        for (int i = 0; i < errors.length; i++) {
            mean += Math.abs(errors[i]) / (1 + growth * unsure[i]) / errors.length;
            logs += Math.log(1 + growth * unsure[i]);
        }
        return -logs - errors.length * Math.log(Math.max(1e-6, mean));
    }

    private static double quantile(double[] errors, double[] unsure, double growth) {
        double[] scaled = new double[errors.length];
        for (int i = 0; i < errors.length; i++) {
            scaled[i] = Math.abs(errors[i]) / (1 + growth * unsure[i]);
        }
        Arrays.sort(scaled);
        int rank = (int) Math.ceil((scaled.length + 1) * COVERAGE) - 1;
        return scaled[Math.min(rank, scaled.length - 1)];
    }
}
