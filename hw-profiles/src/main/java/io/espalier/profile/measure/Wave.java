package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.ProfileProtocol;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Some networks measured together: rounds of one block each in random order, then again what met a slow machine. */
final class Wave {
    private final List<MeasuredNetwork> networks;
    private final Map<Precision, RunningAnchors> anchors;
    private final InferenceRuntime runtime;
    private final HardwareProfile profile;
    private final LongSupplier nanoTime;
    private final MeasurementClock clock;

    Wave(
            List<MeasuredNetwork> networks,
            Map<Precision, RunningAnchors> anchors,
            InferenceRuntime runtime,
            HardwareProfile profile,
            LongSupplier nanoTime,
            MeasurementClock clock) {
        this.networks = networks;
        this.anchors = anchors;
        this.runtime = runtime;
        this.profile = profile;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    void measure(SplittableRandom random) {
        int rounds = profile.protocol().rounds();
        for (int round = 0; round < rounds; round++) {
            measureRound(networks, random, true);
        }
        for (int extra = 0; extra < rounds; extra++) {
            List<MeasuredNetwork> disturbed = networks.stream()
                    .filter(network -> network.blocks().quietBlocks(levels(network))
                            < profile.protocol().enoughBlocks())
                    .toList();
            measureRound(disturbed, random, false);
        }
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
                    anchors(network.blocks().precision()),
                    nanoTime);
            clock.blockDone(planned);
        }
    }

    private RunningAnchors anchors(Precision precision) {
        return Objects.requireNonNull(anchors.get(precision), "every precision has anchors");
    }

    private AnchorLevels levels(MeasuredNetwork network) {
        return anchors(network.blocks().precision()).levels();
    }
}
