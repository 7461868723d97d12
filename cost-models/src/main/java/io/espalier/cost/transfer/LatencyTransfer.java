package io.espalier.cost.transfer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Latency on a new device from a few networks measured on it: Gaussian process regression on the latencies of known
 * devices and on what networks consist of. How much the structure counts, how noisy the measurements are and which of
 * them is spoilt is not decided but averaged over, each case weighed by its likelihood. Immutable.
 *
 * <p>Latencies themselves are regressed, not their logarithms: they are sums over kernels, and so are the features.
 */
public final class LatencyTransfer {
    /** Half of the 90 % interval of a normal distribution, in standard deviations. */
    private static final double NORMAL_HALF_WIDTH = 1.645;
    /** No latency is nearer to 0 than this share of the fastest measured one. */
    private static final double FASTEST = .01;

    private final TransferFeatures measured;
    private final double levelMs;
    private final double fastestMs;
    private final List<Weighted> hypotheses;

    /** Coefficients of the features, the same for networks and for kernels. */
    record Coefficients(double level, double[] devices, double[] structure) {}

    /**
     * A prediction.
     *
     * @param low where the 90 % interval begins
     * @param high where it ends
     */
    public record Estimate(double ms, double low, double high) {}

    private record Weighted(double weight, Hypothesis hypothesis) {}

    private LatencyTransfer(TransferFeatures measured, double levelMs, double fastestMs, List<Weighted> hypotheses) {
        this.measured = measured;
        this.levelMs = levelMs;
        this.fastestMs = fastestMs;
        this.hypotheses = hypotheses;
    }

    /**
     * @param measured features of the measured networks, at least 2
     * @param ms what they took on the new device
     */
    public static LatencyTransfer fit(TransferFeatures measured, double[] ms, TransferPrior prior) {
        if (ms.length < 2 || ms.length != measured.size()) {
            throw new IllegalArgumentException(
                    "A transfer needs at least 2 measured networks, and as many latencies (%d) as networks (%d)."
                            .formatted(ms.length, measured.size()));
        }
        double levelMs = dot(ms, measured.level()) / dot(measured.level(), measured.level());
        double[] residuals = new double[ms.length];
        for (int i = 0; i < ms.length; i++) {
            residuals[i] = ms[i] - levelMs * measured.level()[i];
        }
        double[][] devices = products(measured.devices());
        double[][] structures = products(measured.structure());
        List<Hypothesis> found = new ArrayList<>();
        for (double structure : prior.structure()) {
            for (double noise : prior.noise()) {
                for (int spoilt = -1; spoilt < ms.length; spoilt++) {
                    found.add(Hypothesis.of(devices, structures, residuals, structure, noise, spoilt));
                }
            }
        }
        double fastestMs = FASTEST * Arrays.stream(ms).min().orElse(0);
        return new LatencyTransfer(measured, levelMs, fastestMs, weighted(found));
    }

    private static List<Weighted> weighted(List<Hypothesis> found) {
        double most =
                found.stream().mapToDouble(Hypothesis::logLikelihood).max().orElse(0);
        double sum = found.stream()
                .mapToDouble(one -> Math.exp(one.logLikelihood() - most))
                .sum();
        return found.stream()
                .map(one -> new Weighted(Math.exp(one.logLikelihood() - most) / sum, one))
                .toList();
    }

    /** The latency of every row of {@code features}, in ms. */
    public double[] predict(TransferFeatures features) {
        Coefficients coefficients = coefficients();
        double[] ms = new double[features.size()];
        for (int i = 0; i < ms.length; i++) {
            ms[i] = Math.max(fastestMs, linear(coefficients, features, i));
        }
        return ms;
    }

    /** What {@code coefficients} make of a row, in ms; may be negative. */
    static double linear(Coefficients coefficients, TransferFeatures features, int row) {
        return coefficients.level() * features.level()[row]
                + dot(coefficients.devices(), features.devices()[row])
                + dot(coefficients.structure(), features.structure()[row]);
    }

    /** The averaged regression as coefficients of the features. */
    Coefficients coefficients() {
        double[] devices = new double[measured.devices()[0].length];
        double[] structure = new double[measured.structure()[0].length];
        for (Weighted one : hypotheses) {
            double[] ofNetworks = one.hypothesis().coefficients();
            for (int i = 0; i < ofNetworks.length; i++) {
                add(one.weight() * ofNetworks[i], measured.devices()[i], devices);
                add(one.weight() * ofNetworks[i] * one.hypothesis().structure(), measured.structure()[i], structure);
            }
        }
        return new Coefficients(levelMs, devices, structure);
    }

    /**
     * The latency of one row with its 90 % interval: as wide as the hypotheses, and their disagreement, make it. On public
     * tables it holds 90 to 93 % of all networks, but on a single device between 66 and 100 %.
     */
    public Estimate estimate(TransferFeatures features, int row) {
        double[] devices = products(measured.devices(), features.devices()[row]);
        double[] structures = products(measured.structure(), features.structure()[row]);
        double ownOfDevices = dot(features.devices()[row], features.devices()[row]);
        double ownOfStructure = dot(features.structure()[row], features.structure()[row]);
        double mean = 0;
        double square = 0;
        for (Weighted one : hypotheses) {
            Hypothesis hypothesis = one.hypothesis();
            double difference = hypothesis.mean(devices, structures);
            double own = ownOfDevices + hypothesis.structure() * ownOfStructure;
            mean += one.weight() * difference;
            square += one.weight() * (difference * difference + hypothesis.variance(own, devices, structures));
        }
        double half = NORMAL_HALF_WIDTH * Math.sqrt(Math.max(0, square - mean * mean));
        double ms = Math.max(fastestMs, levelMs * features.level()[row] + mean);
        return new Estimate(ms, Math.max(0, ms - half), ms + half);
    }

    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            products[i] = products(rows, rows[i]);
        }
        return products;
    }

    private static double[] products(double[][] rows, double[] row) {
        double[] products = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            products[i] = dot(rows[i], row);
        }
        return products;
    }

    private static void add(double factor, double[] row, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * row[i];
        }
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }
}
