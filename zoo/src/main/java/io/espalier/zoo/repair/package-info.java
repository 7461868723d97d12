/**
 * Closed-form repair of cut networks: what is left of a layer's inputs takes over the work of those that went, by least
 * squares. Start at {@link io.espalier.zoo.repair.Repair}. Stands on {@code zoo.prune}.
 */
@NullMarked
package io.espalier.zoo.repair;

import org.jspecify.annotations.NullMarked;
