/**
 * The trained numbers of a network, by name, and the pair of structure and numbers. Start at
 * {@link io.espalier.zoo.weights.Model}. The one place that knows {@code java.nio} buffers.
 */
@NullMarked
package io.espalier.zoo.weights;

import org.jspecify.annotations.NullMarked;
