/** The composition root: the only place that knows all others. */
@NullMarked
package io.espalier.app;

import org.jspecify.annotations.NullMarked;
