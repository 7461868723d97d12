package io.espalier.cost.derived;

import io.espalier.cost.CostQuery;
import io.espalier.cost.testing.Queries;
import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.NetworkSample;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Precision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Profiles that know {@link Queries#block} of any multiple of 8 to 32 channels. */
public final class TimedProfiles {
    private static final double TAIL = 1.25;

    private TimedProfiles() {}

    /** A made-up device; its 95th percentiles lie a quarter above its 10th. */
    public static HardwareProfile of(int cores, int threads, int batch) {
        List<KernelLatency> kernels = new ArrayList<>();
        List<NetworkSample> networks = new ArrayList<>();
        for (Precision precision : List.of(Precision.FP32, Precision.INT8)) {
            for (int inner = 8; inner <= 32; inner += 8) {
                CostQuery query = Queries.of(Queries.block(inner).graph(), precision);
                Map<KernelKey, Integer> counts = new HashMap<>();
                double us = 0;
                for (Kernel kernel : query.kernels()) {
                    double own = 1 + kernel.key().inChannels() * kernel.key().outChannels() / 10.0;
                    kernels.add(new KernelLatency(kernel.key(), statistics(own)));
                    counts.merge(kernel.key(), 1, Integer::sum);
                    us += own;
                }
                networks.add(new NetworkSample("inner" + inner, precision, counts, statistics(us)));
            }
        }
        return HardwareProfile.empty(
                        ProfileId.of("timed"),
                        new DeviceFacts("made up", "none", cores, List.of(), List.of(), "none"),
                        new RuntimeFacts("fake", "1.0"),
                        threads,
                        batch,
                        ProfileProtocol.standard(),
                        Instant.EPOCH)
                .withKernels(kernels)
                .withNetworks(networks);
    }

    private static LatencyStatistics statistics(double us) {
        return new LatencyStatistics(us, us * 1.1, us * .05, us * TAIL, 10, 80);
    }
}
