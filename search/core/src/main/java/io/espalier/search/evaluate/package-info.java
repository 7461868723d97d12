/**
 * From a candidate to its numbers: costs first, then accuracy on the {@link io.espalier.search.evaluate.Rung rungs},
 * kept as {@link io.espalier.search.evaluate.Trial trials} in a {@link io.espalier.search.evaluate.TrialStore}.
 */
@NullMarked
package io.espalier.search.evaluate;

import org.jspecify.annotations.NullMarked;
