/**
 * The one place that knows all shipped cost models. Start at {@link io.espalier.cost.shipped.ShippedCosts}; users' own
 * join them in a search by the same interface, {@link io.espalier.cost.CostModel}.
 */
@NullMarked
package io.espalier.cost.shipped;

import org.jspecify.annotations.NullMarked;
