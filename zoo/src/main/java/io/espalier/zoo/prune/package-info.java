/**
 * Cutting channels: what to cut (importance, plans), the cut itself, its file form, and the check that the cut network
 * equals the masked one. Start at {@link io.espalier.zoo.prune.Pruner}. Stands on {@code zoo.channels}.
 */
@NullMarked
package io.espalier.zoo.prune;

import org.jspecify.annotations.NullMarked;
