package io.espalier.cost.analytic;

import io.espalier.cost.CostModel;
import io.espalier.cost.testing.MonotoneCostContract;

class ParamsCostModelTest implements MonotoneCostContract {
    @Override
    public CostModel model() {
        return AnalyticCosts.params();
    }
}
