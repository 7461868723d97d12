package io.espalier.cost.latency;

import io.espalier.cost.CostEstimate;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.Kernels;
import io.espalier.profile.measure.NetworkRequest;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to measure next: the networks whose latency is predicted with the widest interval, each counted for what the ones
 * before it will not show.
 */
final class UncertainNetworks {
    private final List<Entry> pool = new ArrayList<>();
    private final double target;

    /** A network and its kernels at each precision. */
    private record Entry(NetworkRequest request, List<List<KernelKey>> forms) {}

    /**
     * @param pool to choose from
     * @param precisions at which they are measured
     * @param target half of an interval that is narrow enough, as a share of the latency
     */
    UncertainNetworks(List<NetworkRequest> pool, List<Precision> precisions, double target) {
        if (!(target > 0)) {
            throw new IllegalArgumentException("The target (%s) must be above 0.".formatted(target));
        }
        this.target = target;
        for (NetworkRequest request : pool) {
            List<List<KernelKey>> forms = precisions.stream()
                    .map(precision -> Kernels.of(request.graph(), precision).stream()
                            .map(Kernel::key)
                            .toList())
                    .toList();
            this.pool.add(new Entry(request, forms));
        }
    }

    /**
     * At most {@code count} networks, the most telling first; empty when all intervals are narrow enough, or nothing is
     * left to show.
     */
    List<NetworkRequest> choose(HardwareProfile profile, int count) {
        KernelTableLatency model = KernelTableLatency.of(profile);
        List<Entry> open = new ArrayList<>(pool);
        open.removeIf(entry -> entry.forms().stream().allMatch(keys -> isCertain(model, keys)));
        Set<KernelKey> shown = new HashSet<>();
        profile.kernels().stream()
                .filter(kernel ->
                        kernel.latency().blocks() >= profile.protocol().enoughBlocks())
                .forEach(kernel -> shown.add(kernel.key()));
        List<NetworkRequest> chosen = new ArrayList<>();
        while (chosen.size() < count) {
            Entry best = null;
            double most = 0;
            for (Entry entry : open) {
                double gain = entry.forms().stream()
                        .mapToDouble(keys -> gain(model, keys, shown))
                        .max()
                        .orElse(0);
                if (gain > most) {
                    most = gain;
                    best = entry;
                }
            }
            if (best == null) {
                break;
            }
            chosen.add(best.request());
            best.forms().forEach(shown::addAll);
            open.remove(best);
        }
        return chosen;
    }

    private boolean isCertain(KernelTableLatency model, List<KernelKey> keys) {
        if (keys.stream().anyMatch(key -> model.price(key).isEmpty())) {
            return false;
        }
        CostEstimate estimate = model.estimate(keys);
        return estimate.high() - estimate.low() <= 2 * target * estimate.value();
    }

    /**
     * The uncertainty of the kernels that nothing shows yet, as a share of all kernels; a kernel that has no price counts
     * for as much as all that have one.
     */
    private static double gain(KernelTableLatency model, List<KernelKey> keys, Set<KernelKey> shown) {
        double total = 0;
        double unsure = 0;
        int unpriced = 0;
        for (KernelKey key : keys) {
            Optional<CostEstimate> cost = model.price(key);
            if (cost.isPresent()) {
                total += cost.get().value();
                unsure +=
                        shown.contains(key) ? 0 : cost.get().high() - cost.get().low();
            } else if (!shown.contains(key)) {
                unpriced++;
            }
        }
        return unpriced + (total == 0 ? 0 : unsure / total);
    }
}
