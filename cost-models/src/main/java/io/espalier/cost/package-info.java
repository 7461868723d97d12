/**
 * What a model costs on a device. Users implement {@link io.espalier.cost.CostModel} for a cost of their own; shipped
 * ones are in {@code cost.analytic} (counts), {@code cost.latency} (measured profiles), {@code cost.energy} and {@code cost.derived};
 * {@code cost.shipped} lists them. What one kernel has to do, for models that price it: {@link io.espalier.cost.KernelWork}.
 */
@NullMarked
package io.espalier.cost;

import org.jspecify.annotations.NullMarked;
