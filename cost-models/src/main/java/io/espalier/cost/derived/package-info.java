/**
 * Costs that follow from the latency of a profile: its 95th percentile, inferences a second on all cores, money. Start at
 * {@link io.espalier.cost.derived.ThroughputCostModel}.
 */
@NullMarked
package io.espalier.cost.derived;

import org.jspecify.annotations.NullMarked;
