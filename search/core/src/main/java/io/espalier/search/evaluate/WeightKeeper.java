package io.espalier.search.evaluate;

import io.espalier.zoo.weights.Model;
import java.util.Optional;

/** Keeps tuned networks by the key of their tuning, so that a resumed run need not train them again. */
public interface WeightKeeper {
    /** The network kept under this key; empty when there is none, or it cannot be read. */
    Optional<Model> find(String key);

    void keep(String key, Model model);
}
