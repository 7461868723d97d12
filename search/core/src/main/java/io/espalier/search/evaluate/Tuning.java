package io.espalier.search.evaluate;

import io.espalier.search.space.Recipe;
import io.espalier.zoo.weights.Model;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tuning of one cut: done, read or redone when its network is first asked for. Shared by all its precisions. */
public final class Tuning {
    private final String key;
    private final Recipe cut;
    private final int depth;
    private final Supplier<Model> training;
    private @Nullable Model model;
    private @Nullable RuntimeException failure;

    Tuning(String key, Recipe cut, int depth, Supplier<Model> training) {
        this.key = key;
        this.cut = cut;
        this.depth = depth;
        this.training = training;
    }

    /** Hash of all that its outcome depends on. */
    public String key() {
        return key;
    }

    public Recipe cut() {
        return cut;
    }

    /** How many tunings its start came from, one after the other. */
    int depth() {
        return depth;
    }

    /** The tuned network as exported, in floating point. */
    public synchronized Model model() {
        if (failure != null) {
            throw failure;
        }
        Model known = model;
        if (known == null) {
            try {
                known = training.get();
            } catch (RuntimeException e) {
                // The next precision of this cut would fail in the same way, at the same price.
                failure = e;
                throw e;
            }
            model = known;
        }
        return known;
    }

    /** Forgets the network; it is read or redone when asked for again. */
    public synchronized void release() {
        model = null;
    }
}
