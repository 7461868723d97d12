/**
 * Costs that follow from structure alone: multiply-accumulates, parameters, bytes of the file, peak memory. Start at
 * {@link io.espalier.cost.analytic.AnalyticCosts}.
 */
@NullMarked
package io.espalier.cost.analytic;

import org.jspecify.annotations.NullMarked;
