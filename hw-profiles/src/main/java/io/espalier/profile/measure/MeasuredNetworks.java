package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileProtocol;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All networks of one measurement, and what they say together. Which of them met the quiet machine is judged anew whenever
 * it is asked for: that it was slow for minutes shows only later.
 */
final class MeasuredNetworks {
    /** Fewest networks of a precision that a calibration is fitted to; where fewer were quiet, others are taken as well. */
    static final int FEWEST_NETWORKS = 8;

    private final Map<Precision, AnchorLevels> levels = new HashMap<>();
    private final List<NetworkBlocks> networks = new ArrayList<>();
    private @Nullable HardwareProfile base;
    private @Nullable HardwareProfile last;

    /** Goes on from {@code profile}: where it is not what was told last, with nothing measured. */
    void goOn(HardwareProfile profile) {
        if (last == null || !last.networks().equals(profile.networks())) {
            base = profile;
            networks.clear();
        }
        last = profile;
    }

    /** Of the anchors at a precision; known from one call to the next. */
    AnchorLevels levels(Precision precision, HardwareProfile profile) {
        return levels.computeIfAbsent(
                precision, key -> new AnchorLevels(profile.protocol().slowModePercent()));
    }

    void add(NetworkBlocks network) {
        if (network.isMeasured()) {
            networks.add(network);
        }
    }

    /** The profile with what all networks showed: those that met the slow machine only where no other tells. */
    HardwareProfile profile() {
        if (base == null || last == null) {
            throw new IllegalStateException("There is no profile to go on from.");
        }
        Map<KernelKey, List<LatencyStatistics>> found = new HashMap<>();
        Map<KernelKey, List<LatencyStatistics>> disturbed = new HashMap<>();
        List<NetworkSample> samples = new ArrayList<>();
        networks.stream()
                .collect(Collectors.groupingBy(NetworkBlocks::precision))
                .forEach((precision, some) ->
                        add(some, levels(precision, last), last.protocol(), found, disturbed, samples));
        disturbed.keySet().removeAll(found.keySet());
        disturbed.keySet().removeIf(key -> base.kernel(key).isPresent());
        List<KernelLatency> kernels = new ArrayList<>();
        disturbed.forEach((key, parts) -> kernels.add(
                new KernelLatency(key, LatencyStatistics.together(parts).asOneBlock())));
        found.forEach((key, parts) -> {
            base.kernel(key).ifPresent(known -> parts.add(known.latency()));
            kernels.add(new KernelLatency(key, LatencyStatistics.together(parts)));
        });
        last = base.withKernels(kernels)
                .withNetworks(samples)
                .withSteps(last.steps().all());
        return last;
    }

    /** Adds what the networks of one precision say. */
    private static void add(
            List<NetworkBlocks> networks,
            AnchorLevels levels,
            ProfileProtocol protocol,
            Map<KernelKey, List<LatencyStatistics>> found,
            Map<KernelKey, List<LatencyStatistics>> disturbed,
            List<NetworkSample> samples) {
        Set<NetworkBlocks> quiet = networks.stream()
                .filter(network -> network.quietBlocks(levels) >= protocol.enoughBlocks())
                .collect(Collectors.toSet());
        Collection<NetworkBlocks> telling = quiet.size() < FEWEST_NETWORKS ? networks : quiet;
        double overheadUs = overheadUs(telling, levels);
        for (NetworkBlocks network : networks) {
            network.addKernels(
                    levels, overheadUs, protocol.runsPerBlock(), quiet.contains(network) ? found : disturbed);
            if (telling.contains(network)) {
                samples.add(network.sample(levels));
            }
        }
    }

    /** What the profiler adds to each node, some microseconds where kernels take five to forty: the median of the networks. */
    private static double overheadUs(Collection<NetworkBlocks> networks, AnchorLevels levels) {
        return LatencyStatistics.quantile(
                networks.stream()
                        .mapToDouble(network -> network.overheadUs(levels))
                        .sorted()
                        .toArray(),
                .5);
    }
}
