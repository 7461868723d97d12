package io.espalier.search.evaluate;

import io.espalier.search.space.Recipe;
import io.espalier.zoo.weights.Model;

/** Mends a cut network without training. Thread-safe. */
public interface Correction {
    /** What it does, with its settings: part of every accuracy key. */
    String settings();

    /**
     * @param cut the network of {@code recipe}, in floating point
     * @param origin the network that it was cut from
     */
    Model correct(Model cut, Recipe recipe, Origin origin);

    /**
     * A network that others are cut from: the parent, or one that was tuned.
     *
     * @param recipe what it is of the parent
     */
    record Origin(Model model, Recipe recipe) {
        static Origin parent(Model model) {
            return new Origin(model, Recipe.PARENT);
        }
    }
}
