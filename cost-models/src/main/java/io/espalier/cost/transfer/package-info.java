/**
 * Latency on a new device from a few measured networks and what other devices are known to take. Start at
 * {@link io.espalier.cost.transfer.ProfileTransfer}, which makes a profile of it; the regression itself is
 * {@link io.espalier.cost.transfer.LatencyTransfer}.
 */
@NullMarked
package io.espalier.cost.transfer;

import org.jspecify.annotations.NullMarked;
