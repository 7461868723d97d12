package io.espalier.cost.transfer;

import io.espalier.cost.KernelWork;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkKernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Features that are sums over kernels, so that what is learned of networks holds for single kernels too. In units of an
 * average network: its latency on every known device, the share of each kind of kernel in it, and how many kernels,
 * multiply-accumulates and bytes it has.
 */
final class KernelFeatures {
    /** How far one kind of kernel may be off, as variance of a factor. */
    private static final double KINDS = .25;
    /** How much the number of kernels and their work may add, as variances of shares of the latency. */
    private static final double SIZES = .03;

    private static final int SIZE_COLUMNS = 3;

    private final List<ToDoubleFunction<KernelKey>> known;
    private final double[] meanMs;
    private final double[] weights;
    private final Map<String, Integer> kinds = new HashMap<>();
    private final double[] meanSizes = new double[SIZE_COLUMNS];

    /**
     * @param known latency in ms of a kernel on each known device
     * @param reference the networks that are averaged
     */
    KernelFeatures(List<ToDoubleFunction<KernelKey>> known, List<NetworkKernels> reference) {
        this.known = List.copyOf(known);
        double[][] latencies = new double[known.size()][reference.size()];
        for (int i = 0; i < reference.size(); i++) {
            for (Map.Entry<KernelKey, Integer> kernel :
                    reference.get(i).counts().entrySet()) {
                KernelKey key = kernel.getKey();
                for (int k = 0; k < latencies.length; k++) {
                    latencies[k][i] += kernel.getValue() * known.get(k).applyAsDouble(key);
                }
                double[] sizes = sizes(key);
                for (int column = 0; column < SIZE_COLUMNS; column++) {
                    meanSizes[column] += kernel.getValue() * sizes[column] / reference.size();
                }
                kinds.putIfAbsent(kind(key), kinds.size());
            }
        }
        weights = KnownDevices.weights(latencies);
        meanMs = new double[latencies.length];
        for (int k = 0; k < meanMs.length; k++) {
            meanMs[k] = KnownDevices.mean(latencies[k]);
        }
    }

    TransferFeatures ofNetworks(List<NetworkKernels> networks) {
        List<Map<KernelKey, Integer>> rows = new ArrayList<>();
        networks.forEach(network -> rows.add(network.counts()));
        return features(rows);
    }

    TransferFeatures ofKernels(List<KernelKey> kernels) {
        List<Map<KernelKey, Integer>> rows = new ArrayList<>();
        kernels.forEach(kernel -> rows.add(Map.of(kernel, 1)));
        return features(rows);
    }

    private TransferFeatures features(List<Map<KernelKey, Integer>> rows) {
        double[] level = new double[rows.size()];
        double[][] devices = new double[rows.size()][known.size() + 1];
        double[][] structure = new double[rows.size()][kinds.size() + SIZE_COLUMNS];
        for (int i = 0; i < level.length; i++) {
            for (Map.Entry<KernelKey, Integer> kernel : rows.get(i).entrySet()) {
                level[i] += add(kernel.getKey(), kernel.getValue(), devices[i], structure[i]);
            }
        }
        return new TransferFeatures(level, devices, structure);
    }

    /** Adds a kernel to a row and returns what it adds to the level. */
    private double add(KernelKey key, int count, double[] devices, double[] structure) {
        double[] relative = new double[known.size()];
        double average = 0;
        for (int k = 0; k < relative.length; k++) {
            relative[k] = count * known.get(k).applyAsDouble(key) / meanMs[k];
            average += relative[k] * weights[k] / relative.length;
        }
        for (int k = 0; k < relative.length; k++) {
            devices[k] += Math.sqrt(weights[k] / relative.length) * (relative[k] - average);
        }
        devices[relative.length] += average;
        Integer kind = kinds.get(kind(key));
        if (kind != null) {
            structure[kind] += Math.sqrt(KINDS) * average;
        }
        double[] sizes = sizes(key);
        for (int column = 0; column < SIZE_COLUMNS; column++) {
            if (meanSizes[column] > 0) {
                structure[kinds.size() + column] += Math.sqrt(SIZES) * count * sizes[column] / meanSizes[column];
            }
        }
        return average;
    }

    private static String kind(KernelKey key) {
        return key.kind() + ' ' + key.precision();
    }

    private static double[] sizes(KernelKey key) {
        KernelWork work = KernelWork.of(key, 1);
        return new double[] {1, work.macs(), work.bytes(key.precision())};
    }
}
