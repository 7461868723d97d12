/**
 * What a model costs on a device. Users implement {@link io.espalier.cost.CostModel} for a cost of their own; shipped
 * ones are in {@code cost.analytic} (counts) and {@code cost.latency} (measured profiles).
 */
@NullMarked
package io.espalier.cost;

import org.jspecify.annotations.NullMarked;
