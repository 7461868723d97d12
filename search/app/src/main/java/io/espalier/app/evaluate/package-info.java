/** How good and how fast one classifier is. Start at {@link io.espalier.app.evaluate.Evaluation}. */
@NullMarked
package io.espalier.app.evaluate;

import org.jspecify.annotations.NullMarked;
