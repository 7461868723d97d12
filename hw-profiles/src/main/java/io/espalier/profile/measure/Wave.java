package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileProtocol;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Some networks measured together: rounds of one block each in random order, then again what met a slow machine. */
final class Wave {
    private final List<MeasuredNetwork> networks;
    private final Map<Precision, RunningAnchors> anchors;
    private final ProfilerOverhead overhead;
    private final InferenceRuntime runtime;
    private final HardwareProfile profile;
    private final LongSupplier nanoTime;
    private final MeasurementClock clock;

    Wave(
            List<MeasuredNetwork> networks,
            Map<Precision, RunningAnchors> anchors,
            ProfilerOverhead overhead,
            InferenceRuntime runtime,
            HardwareProfile profile,
            LongSupplier nanoTime,
            MeasurementClock clock) {
        this.networks = networks;
        this.anchors = anchors;
        this.overhead = overhead;
        this.runtime = runtime;
        this.profile = profile;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /** The profile with what these networks showed. */
    HardwareProfile measure(SplittableRandom random) {
        int rounds = profile.protocol().rounds();
        for (int round = 0; round < rounds; round++) {
            measureRound(networks, random, true);
        }
        for (int extra = 0; extra < rounds; extra++) {
            List<MeasuredNetwork> disturbed = networks.stream()
                    .filter(network -> network.quietBlocks(levels(network)) < (rounds + 1) / 2)
                    .toList();
            measureRound(disturbed, random, false);
        }
        return result();
    }

    private void measureRound(List<MeasuredNetwork> round, SplittableRandom random, boolean planned) {
        ProfileProtocol protocol = profile.protocol();
        for (MeasuredNetwork network : Shuffle.of(round, random)) {
            if (clock.isOver()) {
                return;
            }
            network.measureBlock(
                    runtime,
                    profile.threads(),
                    protocol.warmup(),
                    protocol.runsPerBlock(),
                    anchors(network.precision()),
                    nanoTime);
            clock.blockDone(planned);
        }
    }

    private RunningAnchors anchors(Precision precision) {
        return Objects.requireNonNull(anchors.get(precision), "every precision has anchors");
    }

    private AnchorLevels levels(MeasuredNetwork network) {
        return anchors(network.precision()).levels();
    }

    private HardwareProfile result() {
        Map<KernelKey, List<LatencyStatistics>> found = new HashMap<>();
        List<NetworkSample> samples = new ArrayList<>();
        List<MeasuredNetwork> measured =
                networks.stream().filter(MeasuredNetwork::isMeasured).toList();
        for (MeasuredNetwork network : measured) {
            overhead.saw(network.precision(), network.overheadUs(levels(network)));
        }
        for (MeasuredNetwork network : measured) {
            network.addKernels(
                    levels(network),
                    overhead.us(network.precision()),
                    profile.protocol().runsPerBlock(),
                    found);
            samples.add(network.sample(levels(network)));
        }
        List<KernelLatency> kernels = new ArrayList<>();
        found.forEach((key, parts) -> {
            profile.kernel(key).ifPresent(known -> parts.add(known.latency()));
            kernels.add(new KernelLatency(key, LatencyStatistics.together(parts)));
        });
        return profile.withKernels(kernels).withNetworks(samples);
    }
}
