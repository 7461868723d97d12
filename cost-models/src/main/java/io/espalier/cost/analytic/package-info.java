/**
 * Costs that follow from structure alone: multiply-accumulates, parameters, bytes of the file, peak memory. Start at
 * {@link io.espalier.cost.analytic.AnalyticCosts}. With the sheet of a device also latency, by a roofline or by a model of
 * a systolic array: {@link io.espalier.cost.analytic.SheetLatency}.
 */
@NullMarked
package io.espalier.cost.analytic;

import org.jspecify.annotations.NullMarked;
