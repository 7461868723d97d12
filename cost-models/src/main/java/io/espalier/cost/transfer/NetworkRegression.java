package io.espalier.cost.transfer;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.NetworkSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What the measured networks of one precision say of the new device. */
final class NetworkRegression {
    private static final double US_PER_MS = 1000;
    private static final double COVERAGE = .9;
    /** No kernel is this much faster than the average known device says, at the new device's level. */
    private static final double FASTEST = .05;

    private static final TransferPrior PRIOR =
            new TransferPrior(List.of(.1, .3, 1.0, 3.0), List.of(.005, .01, .02, .05, .1, .2));

    private final double[] ms;
    private final KernelFeatures features;
    private final TransferFeatures networks;

    /**
     * @param prices latency in ms of a kernel on each known device
     * @param measured networks of one precision that all of them price
     */
    NetworkRegression(List<ToDoubleFunction<KernelKey>> prices, List<NetworkSample> measured) {
        ms = measured.stream()
                .mapToDouble(sample -> sample.latency().p10Us() / US_PER_MS)
                .toArray();
        List<NetworkKernels> kernels =
                measured.stream().map(NetworkSample::network).toList();
        features = new KernelFeatures(prices, kernels);
        networks = features.ofNetworks(kernels);
    }

    /** The latency of each of these kernels. */
    List<KernelLatency> latencies(List<KernelKey> keys) {
        TransferFeatures rows = features.ofKernels(keys);
        LatencyTransfer.Coefficients coefficients =
                LatencyTransfer.fit(networks, ms, PRIOR).coefficients();
        List<KernelLatency> kernels = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            double fastest = FASTEST * coefficients.level() * rows.level()[i];
            double us = US_PER_MS * Math.max(fastest, LatencyTransfer.linear(coefficients, rows, i));
            kernels.add(new KernelLatency(keys.get(i), LatencyStatistics.of(new double[] {us}, 1)));
        }
        return kernels;
    }

    /** The relative error that 9 of 10 networks, each predicted by the others, stay under. */
    double error() {
        double[] errors = new double[ms.length];
        for (int left = 0; left < ms.length; left++) {
            int[] others = others(ms.length, left);
            double[] otherMs = Arrays.stream(others).mapToDouble(i -> ms[i]).toArray();
            double predicted =
                    LatencyTransfer.fit(networks.rows(others), otherMs, PRIOR).predict(networks.rows(left))[0];
            errors[left] = Math.abs(predicted / ms[left] - 1);
        }
        Arrays.sort(errors);
        int rank = (int) Math.ceil((errors.length + 1) * COVERAGE) - 1;
        return errors[Math.min(rank, errors.length - 1)];
    }

    /** All of {@code count} rows but one. */
    private static int[] others(int count, int left) {
        return IntStream.range(0, count).filter(i -> i != left).toArray();
    }
}
