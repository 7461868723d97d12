/**
 * The port of a {@link io.espalier.search.method.SearchMethod}: it proposes candidates and is told how they did (ask
 * and tell); the loop, the pool of evaluators, the store and the clock are not its business.
 */
@NullMarked
package io.espalier.search.method;

import org.jspecify.annotations.NullMarked;
