package io.espalier.cost.transfer;

import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.NetworkKernels;
import io.espalier.profile.WidthStep;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The profiles of the known devices together: what all of them can price, and which steps they have. Immutable. */
final class KnownProfiles {
    private final List<HardwareProfile> profiles;
    private final List<KernelTableLatency> latencies;

    private KnownProfiles(List<HardwareProfile> profiles) {
        this.profiles = List.copyOf(profiles);
        latencies = profiles.stream().map(KernelTableLatency::of).toList();
    }

    /** @throws IllegalArgumentException when there are fewer than two, or of several batches */
    static KnownProfiles of(List<HardwareProfile> profiles) {
        if (profiles.size() < 2) {
            throw new IllegalArgumentException(
                    "A transfer needs the profiles of at least 2 devices, not %d.\nMaybe name more with --from."
                            .formatted(profiles.size()));
        }
        List<Integer> batches =
                profiles.stream().map(HardwareProfile::batch).distinct().toList();
        if (batches.size() > 1) {
            throw new IllegalArgumentException(
                    "The profiles are of several batches: %s.\nMaybe leave out those of another batch than the new device's."
                            .formatted(batches));
        }
        return new KnownProfiles(profiles);
    }

    List<String> ids() {
        return profiles.stream().map(profile -> profile.id().toString()).toList();
    }

    /** Latency in ms of a kernel, on each device. */
    List<ToDoubleFunction<KernelKey>> prices() {
        List<ToDoubleFunction<KernelKey>> prices = new ArrayList<>();
        latencies.forEach(latency -> prices.add(key -> latency.kernelCost(key).value()));
        return prices;
    }

    /** The kernels of {@code network} that some profile cannot price. */
    List<KernelKey> missing(NetworkKernels network) {
        return network.counts().keySet().stream().filter(key -> !isPriced(key)).toList();
    }

    boolean isPriced(NetworkKernels network) {
        return missing(network).isEmpty();
    }

    private boolean isPriced(KernelKey key) {
        List<Kernel> alone = List.of(new Kernel(key, List.of(key.toString())));
        return latencies.stream().allMatch(latency -> latency.missing(alone).isEmpty());
    }

    /**
     * What all can price of the measured kernels of this precision, and of those in floating point that networks of it
     * have as well; in the order of their texts.
     */
    List<KernelKey> kernels(Precision precision) {
        TreeSet<KernelKey> keys = new TreeSet<>(Comparator.comparing(KernelKey::toString));
        for (HardwareProfile profile : profiles) {
            profile.kernels().stream()
                    .map(KernelLatency::key)
                    .filter(key ->
                            key.precision().equals(precision) || key.precision().equals(Precision.FP32))
                    .filter(this::isPriced)
                    .forEach(keys::add);
        }
        return List.copyOf(keys);
    }

    /** Where the devices disagree, the wider step: its widths lie on the others too. */
    List<WidthStep> steps() {
        Map<String, WidthStep> widest = new TreeMap<>();
        for (HardwareProfile profile : profiles) {
            for (WidthStep step : profile.steps().all()) {
                widest.merge(
                        step.axis() + " " + step.kernel(),
                        step,
                        (one, other) -> one.divisor() >= other.divisor() ? one : other);
            }
        }
        return List.copyOf(widest.values());
    }
}
