/** Data, metrics and the port of a training engine. */
@NullMarked
package io.espalier.training;

import org.jspecify.annotations.NullMarked;
