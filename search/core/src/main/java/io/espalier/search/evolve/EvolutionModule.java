package io.espalier.search.evolve;

import com.google.inject.AbstractModule;
import io.espalier.search.method.SearchMethodFactory;

/** Binds the {@link SearchMethodFactory} to evolution. The only public type of this package: Jenetics goes no further. */
public final class EvolutionModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(SearchMethodFactory.class).toInstance(EvolutionarySearch::new);
    }
}
