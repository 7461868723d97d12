package io.espalier.profile;

import io.espalier.zoo.graph.Precision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network consists of.
 *
 * @param precision of its weighted kernels
 * @param counts how often each kernel occurs in it
 */
public record NetworkKernels(String name, Precision precision, Map<KernelKey, Integer> counts) {
    public NetworkKernels {
        counts = KernelCounts.ordered(counts);
    }

    public static NetworkKernels of(String name, Precision precision, List<Kernel> kernels) {
        Map<KernelKey, Integer> counts = new HashMap<>();
        kernels.forEach(kernel -> counts.merge(kernel.key(), 1, Integer::sum));
        return new NetworkKernels(name, precision, counts);
    }

    /** This network with what it took. */
    public NetworkSample sample(LatencyStatistics latency) {
        return new NetworkSample(name, precision, counts, latency);
    }
}
