/** A graph library more than a list of networks: what a model is, where it comes from, how it is cut and how it is run. */
@NullMarked
package io.espalier.zoo;

import org.jspecify.annotations.NullMarked;
