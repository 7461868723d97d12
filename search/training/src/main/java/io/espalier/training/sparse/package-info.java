/**
 * Trainings that set single weights to 0 and keep them there: gradual pruning, lottery tickets and what they are compared
 * with. Start at {@link io.espalier.training.sparse.Sparsification}.
 */
@NullMarked
package io.espalier.training.sparse;

import org.jspecify.annotations.NullMarked;
