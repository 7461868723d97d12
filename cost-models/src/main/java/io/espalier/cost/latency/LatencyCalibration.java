package io.espalier.cost.latency;

import io.espalier.cost.CostEstimate;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * From the sum of kernels to the whole network, a line for each precision. A network of mixed precision is calibrated by
 * each line in proportion to its kernels.
 */
final class LatencyCalibration {
    private static final double US_PER_MS = 1000;

    private final Map<Precision, CalibrationLine> lines;

    private LatencyCalibration(Map<Precision, CalibrationLine> lines) {
        this.lines = Map.copyOf(lines);
    }

    /** @param kernelMs price of a kernel in ms; NaN when there is none, then its networks are left out */
    static LatencyCalibration fit(List<NetworkSample> networks, ToDoubleFunction<KernelKey> kernelMs) {
        Map<Precision, List<CalibrationLine.Point>> points = new HashMap<>();
        for (NetworkSample network : networks) {
            double sum = 0;
            int kernels = 0;
            for (Map.Entry<KernelKey, Integer> kernel : network.kernels().entrySet()) {
                sum += kernelMs.applyAsDouble(kernel.getKey()) * kernel.getValue();
                kernels += kernel.getValue();
            }
            if (sum > 0) {
                points.computeIfAbsent(network.precision(), key -> new ArrayList<>())
                        .add(new CalibrationLine.Point(
                                sum, kernels, network.latency().p10Us() / US_PER_MS));
            }
        }
        Map<Precision, CalibrationLine> lines = new HashMap<>();
        points.forEach((precision, some) -> lines.put(precision, CalibrationLine.fit(some)));
        return new LatencyCalibration(lines);
    }

    CostEstimate apply(CostEstimate sum, Map<Precision, Integer> kernels) {
        int all = kernels.values().stream().mapToInt(Integer::intValue).sum();
        double value = 0;
        double low = 0;
        double high = 0;
        for (Map.Entry<Precision, Integer> some : kernels.entrySet()) {
            CalibrationLine line = lines.getOrDefault(some.getKey(), CalibrationLine.UNKNOWN);
            double share = (double) some.getValue() / all;
            value += share * line.at(sum.value(), all);
            low += share * line.at(sum.low(), all) * (1 - line.error());
            high += share * line.at(sum.high(), all) * (1 + line.error());
        }
        return new CostEstimate(sum.metric(), value, Math.min(low, value), Math.max(high, value), sum.confidence());
    }
}
