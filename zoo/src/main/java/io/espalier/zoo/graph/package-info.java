/**
 * The structure of a network: an immutable graph of typed operators over named values, with shapes whose sizes may be
 * symbols. Start at {@link io.espalier.zoo.graph.ModelGraph}. Trained numbers live apart, in {@code zoo.weights}:
 * whatever prices, cuts or rewires a network works here and copies no tensor.
 */
@NullMarked
package io.espalier.zoo.graph;

import org.jspecify.annotations.NullMarked;
