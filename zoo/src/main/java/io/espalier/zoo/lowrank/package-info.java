/**
 * Layers replaced by two thinner ones whose product is nearly the layer: low-rank factorization. Start at {@link
 * io.espalier.zoo.lowrank.LowRank}. Computes on weights alone; training the factors further is left to an engine.
 */
@NullMarked
package io.espalier.zoo.lowrank;

import org.jspecify.annotations.NullMarked;
