package io.espalier.profile;

import io.espalier.zoo.graph.Precision;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a network consists of.
 *
 * @param precision of its weighted kernels
 * @param counts how often each kernel occurs in it
 */
public record NetworkKernels(String name, Precision precision, Map<KernelKey, Integer> counts) {
    public NetworkKernels {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    public static NetworkKernels of(String name, Precision precision, List<Kernel> kernels) {
        Map<KernelKey, Integer> counts = new TreeMap<>();
        kernels.forEach(kernel -> counts.merge(kernel.key(), 1, Integer::sum));
        return new NetworkKernels(name, precision, counts);
    }

    /** This network with what it took. */
    public NetworkSample sample(LatencyStatistics latency) {
        return new NetworkSample(name, precision, counts, latency);
    }
}
