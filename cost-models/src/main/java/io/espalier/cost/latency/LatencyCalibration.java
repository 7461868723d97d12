package io.espalier.cost.latency;

import io.espalier.cost.CostEstimate;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * From kernels to whole networks, fitted to those that were measured: a run costs something, and in a network each kind
 * of kernel costs somewhat more or less than the profiler said: in proportion to its time, once for each kernel, and for
 * each of its channels (weights and values come from farther away than in the profiler's runs).
 *
 * @param slopes by kind: what is added in proportion
 * @param offsetsMs by kind: what is added once, in ms
 * @param perChannelMs by kind: what is added for each input and output channel, in ms
 * @param errors by precision: how far networks lie off
 */
record LatencyCalibration(
        Map<KernelKind, Double> slopes,
        Map<KernelKind, Double> offsetsMs,
        Map<KernelKind, Double> perChannelMs,
        double perRunMs,
        Map<Precision, RelativeError> errors) {
    /** How far networks may lie off the sum of their kernels where none was measured. */
    private static final double UNKNOWN = .2;

    LatencyCalibration {
        slopes = Map.copyOf(slopes);
        offsetsMs = Map.copyOf(offsetsMs);
        perChannelMs = Map.copyOf(perChannelMs);
        errors = Map.copyOf(errors);
    }

    /** @param price of a kernel in ms, as if the network that is asked for had not been measured; empty: there is none */
    static LatencyCalibration fit(List<NetworkSample> networks, Function<KernelKey, Optional<CostEstimate>> price) {
        return CalibrationFit.of(networks, price);
    }

    /** What a kernel of that price adds to a network. */
    CostEstimate contribution(KernelKey kernel, CostEstimate price) {
        KernelKind kind = KernelKind.of(kernel);
        double slope = 1 + slopes.getOrDefault(kind, 0.0);
        double offset = offsetsMs.getOrDefault(kind, 0.0)
                + perChannelMs.getOrDefault(kind, 0.0) * (kernel.inChannels() + kernel.outChannels());
        double value = Math.max(0, slope * price.value() + offset);
        double below = slope * (price.value() - price.low());
        double above = slope * (price.high() - price.value());
        return new CostEstimate(
                price.metric(), value, Math.max(0, value - below), value + Math.max(0, above), price.confidence());
    }

    /** The latency of a network. @param sum of the contributions of its kernels */
    CostEstimate apply(CostEstimate sum, Map<Precision, Integer> kernels) {
        double value = Math.max(0, sum.value() + perRunMs);
        double unsure = sum.value() == 0 ? 0 : (sum.high() - sum.low()) / 2 / sum.value();
        int all = kernels.values().stream().mapToInt(Integer::intValue).sum();
        double below = 0;
        double above = 0;
        for (Map.Entry<Precision, Integer> some : kernels.entrySet()) {
            double share = (double) some.getValue() / all;
            RelativeError error = errors.get(some.getKey());
            if (error != null) {
                below += share * error.of(unsure) * value;
                above += share * error.of(unsure) * value;
            } else {
                // No network was measured: as unsure as its kernels are, and as networks usually differ from their
                // sums.
                below += share * (value - (1 - UNKNOWN) * sum.low());
                above += share * ((1 + UNKNOWN) * sum.high() - value);
            }
        }
        return new CostEstimate(
                sum.metric(),
                value,
                Math.max(0, value - Math.max(0, below)),
                value + Math.max(0, above),
                sum.confidence());
    }
}
