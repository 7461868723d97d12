/**
 * Evolutionary search: NSGA-II with a designed start, on Jenetics' operators, behind the port of
 * {@link io.espalier.search.method.SearchMethod}. Start at {@link io.espalier.search.evolve.EvolutionModule}. Genes and
 * chromosomes do not leave this package.
 */
@NullMarked
package io.espalier.search.evolve;

import org.jspecify.annotations.NullMarked;
