package io.espalier.profile;

import io.espalier.zoo.graph.Precision;
import java.util.Map;

/**
 * A whole network that was timed without a profiler: what calibrates the sum of its kernels.
 *
 * @param kernels how often each kernel occurs in it
 * @param precision of its weighted kernels
 */
public record NetworkSample(
        String name, Precision precision, Map<KernelKey, Integer> kernels, LatencyStatistics latency) {
    public NetworkSample {
        kernels = KernelCounts.ordered(kernels);
    }

    /** What was timed. */
    public NetworkKernels network() {
        return new NetworkKernels(name, precision, kernels);
    }
}
