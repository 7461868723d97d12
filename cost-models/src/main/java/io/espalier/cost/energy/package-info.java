/**
 * Energy of an inference from what its work and its moved bytes cost on a device. Start at
 * {@link io.espalier.cost.energy.EnergyCostModel}; the figures come from a profile, or from a textbook.
 */
@NullMarked
package io.espalier.cost.energy;

import org.jspecify.annotations.NullMarked;
