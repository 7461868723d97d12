/**
 * From tuned candidates to a run directory: measured beside the parent, chosen by the rule of export, marked, and
 * written whole. Start at {@link io.espalier.search.export.Front}; readers of runs need only its files.
 */
@NullMarked
package io.espalier.search.export;

import org.jspecify.annotations.NullMarked;
