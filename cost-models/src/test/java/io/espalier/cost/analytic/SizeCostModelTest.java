package io.espalier.cost.analytic;

import io.espalier.cost.CostModel;
import io.espalier.cost.testing.MonotoneCostContract;

class SizeCostModelTest implements MonotoneCostContract {
    @Override
    public CostModel model() {
        return AnalyticCosts.size();
    }
}
