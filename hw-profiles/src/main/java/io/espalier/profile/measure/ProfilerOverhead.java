package io.espalier.profile.measure;

import io.espalier.profile.LatencyStatistics;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the runtime's profiler adds to each node, some microseconds where kernels take five to forty: the median over all
 * networks measured so far, for each precision.
 */
final class ProfilerOverhead {
    private final Map<Precision, List<Double>> seenUs = new HashMap<>();

    void saw(Precision precision, double us) {
        seenUs.computeIfAbsent(precision, key -> new ArrayList<>()).add(us);
    }

    double us(Precision precision) {
        double[] seen = seenUs.getOrDefault(precision, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return seen.length == 0 ? 0 : LatencyStatistics.quantile(seen, .5);
    }
}
