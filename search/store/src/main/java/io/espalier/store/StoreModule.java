package io.espalier.store;

import com.google.inject.AbstractModule;
import io.espalier.search.evaluate.TrialStoreFactory;

/** Binds the {@link TrialStoreFactory} to SQLite files. The only public type of this package. */
public final class StoreModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(TrialStoreFactory.class).toInstance(SqliteTrialStore::open);
    }
}
