/**
 * Reads the model files of Deeplearning4j without it: the structure from JSON, field by field, and the numbers from the
 * array behind it. Start at {@link io.espalier.zoo.dl4j.Dl4jReader}.
 */
@NullMarked
package io.espalier.zoo.dl4j;

import org.jspecify.annotations.NullMarked;
