package io.espalier.cost.derived;

import io.espalier.cost.CostModel;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.cost.testing.CostModelContract;
import io.espalier.profile.HardwareProfile;

class ThroughputCostModelTest implements CostModelContract {
    private static final HardwareProfile PROFILE = TimedProfiles.of(2, 1, 1);
    private static final CostModel LATENCY = KernelTableLatency.of(PROFILE);

    @Override
    public CostModel model() {
        return ThroughputCostModel.of(PROFILE, LATENCY);
    }
}
