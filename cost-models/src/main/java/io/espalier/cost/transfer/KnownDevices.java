package io.espalier.cost.transfer;

/** The devices of which latencies are known, on one scale. */
final class KnownDevices {
    private KnownDevices() {}

    /**
     * How much each device counts: devices that agree share their votes, so that three of a kind do not outvote the
     * fourth. The weights sum to the number of devices.
     *
     * @param latencies of every device over the same networks
     */
    static double[] weights(double[][] latencies) {
        int devices = latencies.length;
        double[][] scores = new double[devices][];
        for (int i = 0; i < devices; i++) {
            scores[i] = standardized(latencies[i]);
        }
        double[] weights = new double[devices];
        double sum = 0;
        for (int i = 0; i < devices; i++) {
            double agreement = 0;
            for (int j = 0; j < devices; j++) {
                agreement += Math.abs(correlation(scores[i], scores[j]));
            }
            weights[i] = 1 / Math.sqrt(Math.max(1, agreement));
            sum += weights[i];
        }
        for (int i = 0; i < devices; i++) {
            weights[i] *= devices / sum;
        }
        return weights;
    }

    /** Mean 0 and standard deviation 1; all 0 where the values do not differ. */
    static double[] standardized(double[] values) {
        double mean = mean(values);
        double deviation = deviation(values);
        double[] scores = new double[values.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = deviation == 0 ? 0 : (values[i] - mean) / deviation;
        }
        return scores;
    }

    static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    static double deviation(double[] values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    private static double correlation(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum / left.length;
    }
}
