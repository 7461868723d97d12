/**
 * What a search trades off and what must hold: {@link io.espalier.search.objective.Objective objectives},
 * {@link io.espalier.search.objective.Constraint constraints}, and the
 * {@link io.espalier.search.objective.ParetoFront front} with its
 * {@link io.espalier.search.objective.Hypervolume hypervolume}. Knows neither models nor candidates; everything else of
 * the search stands on it.
 */
@NullMarked
package io.espalier.search.objective;

import org.jspecify.annotations.NullMarked;
