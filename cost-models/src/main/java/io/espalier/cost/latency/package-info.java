/**
 * Latency predicted from the measured kernels of a profile, calibrated to whole networks. Start at
 * {@link io.espalier.cost.latency.KernelTableLatency}.
 */
@NullMarked
package io.espalier.cost.latency;

import org.jspecify.annotations.NullMarked;
