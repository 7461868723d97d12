/**
 * All that can be chosen about a model: finite {@link io.espalier.search.space.Decision decisions} make a
 * {@link io.espalier.search.space.SearchSpace}; one index a decision is a {@link io.espalier.search.space.Candidate},
 * and what it means is a {@link io.espalier.search.space.Recipe}. Start at {@code SearchSpace}. Comes after the channel
 * groups and before costs and accuracy.
 */
@NullMarked
package io.espalier.search.space;

import org.jspecify.annotations.NullMarked;
