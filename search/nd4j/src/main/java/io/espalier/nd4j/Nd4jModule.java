package io.espalier.nd4j;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import io.espalier.training.TrainingEngine;

/** Binds the training engine to ND4J; the only public type of this package. */
public final class Nd4jModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(TrainingEngine.class).to(Nd4jTrainingEngine.class).in(Scopes.SINGLETON);
    }
}
