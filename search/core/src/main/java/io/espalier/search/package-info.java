/** Which models are worth having: the search, its request, its result and its events. */
@NullMarked
package io.espalier.search;

import org.jspecify.annotations.NullMarked;
