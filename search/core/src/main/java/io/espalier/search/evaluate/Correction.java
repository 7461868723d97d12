package io.espalier.search.evaluate;

import io.espalier.search.space.Recipe;
import io.espalier.zoo.weights.Model;

/** Mends the activations of a cut network without training. Thread-safe. */
public interface Correction {
    /** What it does, with its settings: part of every accuracy key. */
    String settings();

    /** @param cut the network of {@code recipe}, in floating point */
    Model correct(Model cut, Recipe recipe);
}
