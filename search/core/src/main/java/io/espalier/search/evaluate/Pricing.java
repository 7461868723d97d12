package io.espalier.search.evaluate;

import io.espalier.search.space.Candidate;
import io.espalier.search.space.Recipe;

/** Tells what candidates mean and cost, at no evaluation. Thread-safe. */
public interface Pricing {
    Priced price(Candidate candidate);

    Priced price(Recipe recipe);
}
