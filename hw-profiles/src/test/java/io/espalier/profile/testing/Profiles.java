package io.espalier.profile.testing;

import io.espalier.profile.DeviceFacts;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.ProfileId;
import io.espalier.profile.ProfileProtocol;
import io.espalier.profile.RuntimeFacts;
import java.time.Instant;
import java.util.List;

/** Profiles made up for tests. */
public final class Profiles {
    private Profiles() {}

    /** One thread, batch 1, nothing measured. */
    public static HardwareProfile empty() {
        return HardwareProfile.empty(
                ProfileId.of("made-up"),
                new DeviceFacts("made up", "none", 2, List.of("L1 DATA 32768 bytes"), List.of("avx2"), "none"),
                new RuntimeFacts("fake", "1.0"),
                1,
                1,
                ProfileProtocol.standard(),
                Instant.parse("2024-01-02T03:04:05Z"));
    }

    /** A kernel whose blocks all took {@code us}. */
    public static KernelLatency latency(String kernel, double us) {
        return new KernelLatency(KernelKey.parse(kernel), statistics(us));
    }

    public static LatencyStatistics statistics(double us) {
        return LatencyStatistics.of(new double[] {us, us, us, us, us, us}, 8);
    }
}
