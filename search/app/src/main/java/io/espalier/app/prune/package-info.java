/** One-shot pruning of a model file: start at {@link io.espalier.app.prune.OneShotPruning}. */
@NullMarked
package io.espalier.app.prune;

import org.jspecify.annotations.NullMarked;
