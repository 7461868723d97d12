package io.espalier.cost.transfer;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Chooses the networks that are worth measuring on a new device: one after the other, always the one that lowers the
 * variance of the predictions of all networks most (greedy I-optimal design; Atkinson, Donev and Tobias, <i>Optimum
 * Experimental Designs, with SAS</i>, 2007). No latency of the new device is looked at.
 */
public final class AnchorChoice {
    private AnchorChoice() {}

    /**
     * The rows to measure, the most telling first; time grows with rows × columns × (columns + count).
     *
     * @param count at most as many as there are rows
     * @param noise standard deviation of what no feature explains, in the unit of the features
     */
    public static int[] choose(TransferFeatures features, int count, double noise) {
        if (count < 1 || count > features.size()) {
            throw new IllegalArgumentException(
                    "Of %d networks, %d cannot be chosen.".formatted(features.size(), count));
        }
        double[][] rows = joined(features);
        // left[i] · right[i]: by how much measuring network i would lower the summed variance, but for a factor.
        double[][] right = copy(rows);
        double[][] left = timesSecondMoment(rows);
        boolean[] taken = new boolean[rows.length];
        int[] chosen = new int[count];
        for (int step = 0; step < count; step++) {
            int best = best(rows, left, right, taken, noise * noise);
            taken[best] = true;
            chosen[step] = best;
            learn(rows, left, right, best, noise * noise);
        }
        return chosen;
    }

    private static int best(double[][] rows, double[][] left, double[][] right, boolean[] taken, double noise) {
        int best = -1;
        double bestGain = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < rows.length; i++) {
            double gain = dot(left[i], right[i]) / (noise + dot(right[i], rows[i]));
            if (!taken[i] && gain > bestGain) {
                best = i;
                bestGain = gain;
            }
        }
        return best;
    }

    /** What remains unknown once network {@code measured} is measured. */
    private static void learn(double[][] rows, double[][] left, double[][] right, int measured, double noise) {
        double[] rightOfIt = right[measured].clone();
        double[] leftOfIt = left[measured].clone();
        double variance = noise + dot(rightOfIt, rows[measured]);
        for (int i = 0; i < rows.length; i++) {
            double share = dot(rows[i], rightOfIt) / variance;
            for (int column = 0; column < rightOfIt.length; column++) {
                left[i][column] -= share * leftOfIt[column];
                right[i][column] -= share * rightOfIt[column];
            }
        }
    }

    private static double[][] joined(TransferFeatures features) {
        double[][] rows = new double[features.size()][];
        for (int i = 0; i < rows.length; i++) {
            double[] devices = features.devices()[i];
            double[] structure = features.structure()[i];
            rows[i] = new double[devices.length + structure.length];
            System.arraycopy(devices, 0, rows[i], 0, devices.length);
            System.arraycopy(structure, 0, rows[i], devices.length, structure.length);
        }
        return rows;
    }

    private static double[][] timesSecondMoment(double[][] rows) {
        DMatrixRMaj all = new DMatrixRMaj(rows);
        DMatrixRMaj moment = new DMatrixRMaj(all.numCols, all.numCols);
        CommonOps_DDRM.multInner(all, moment);
        DMatrixRMaj product = new DMatrixRMaj(all.numRows, all.numCols);
        CommonOps_DDRM.mult(1.0 / rows.length, all, moment, product);
        return product.get2DData();
    }

    private static double[][] copy(double[][] rows) {
        double[][] copy = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
