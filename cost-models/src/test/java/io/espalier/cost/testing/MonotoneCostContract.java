package io.espalier.cost.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cost.CostEstimate;
import io.espalier.zoo.graph.Precision;
import org.junit.jupiter.api.Test;

/** What cost models promise that count: MACs, parameters, sizes; never latency, which is not monotone. */
public interface MonotoneCostContract extends CostModelContract {

    @Test
    default void fewerChannelsNeverCostMore() {
        for (Precision precision : new Precision[] {Precision.FP32, Precision.INT8}) {
            double last = Double.POSITIVE_INFINITY;
            for (int inner = 32; inner > 0; inner -= 3) {
                CostEstimate estimate =
                        model().estimate(Queries.of(Queries.block(inner).graph(), precision));
                assertThat(estimate.value()).isLessThanOrEqualTo(last);
                last = estimate.value();
            }
        }
    }

    @Test
    default void anOperatorThatNobodyKnowsDoesNotStopTheCount() {
        double known = model().estimate(Queries.of(Queries.block(16).graph(), Precision.FP32))
                .value();
        double opaque = model().estimate(Queries.of(Queries.withOpaque(16), Precision.FP32))
                .value();
        assertThat(opaque).isBetween(known, known * 1.1);
    }
}
