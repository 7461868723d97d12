/** The training engine on ND4J. */
@NullMarked
package io.espalier.nd4j;

import org.jspecify.annotations.NullMarked;
