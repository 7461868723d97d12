package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which widths of which groups a sweep must look at: those that show a weighted kernel that nothing before shows. */
final class SweepPlan {
    private SweepPlan() {}

    /** @param together cuts of many groups, after those of one */
    static List<NetworkRequest> of(
            List<WidthSweep> sweeps, List<NetworkRequest> together, Precision precision, Set<KernelKey> known) {
        Set<KernelKey> covered = new HashSet<>(known);
        List<NetworkRequest> plan = new ArrayList<>();
        Stream.concat(sweeps.stream().flatMap(sweep -> sweep.narrower().stream()), together.stream())
                .filter(request -> coversMore(request, precision, covered))
                .forEach(plan::add);
        return plan;
    }

    private static boolean coversMore(NetworkRequest request, Precision precision, Set<KernelKey> covered) {
        boolean more = false;
        for (Kernel kernel : Kernels.of(request.graph(), precision)) {
            more |= covered.add(kernel.key()) && kernel.key().isWeighted();
        }
        return more;
    }
}
