/**
 * Networks some of whose single weights are 0: which weights can be, which of them shall be, and how that grows with the
 * steps of a training. Start at {@link io.espalier.zoo.sparse.MaskRule}. Structure does not change here; a mask alone makes
 * no dense runtime faster.
 */
@NullMarked
package io.espalier.zoo.sparse;

import org.jspecify.annotations.NullMarked;
