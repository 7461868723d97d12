package io.espalier.app.search;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.Stage;
import io.espalier.nd4j.Nd4jModule;
import io.espalier.profile.measure.EnergyMeter;
import io.espalier.profile.measure.EnergyMeters;
import io.espalier.search.PruningSearch;
import io.espalier.search.SearchPorts;
import io.espalier.search.evolve.EvolutionModule;
import io.espalier.store.StoreModule;
import io.espalier.training.TrainingEngine;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.OnnxRuntime;
import java.time.InstantSource;

/** The composition root: the one place that knows all adapters, and the entry of Espalier as a library. */
public final class Espalier {
    private final Injector injector;

    private Espalier(Injector injector) {
        this.injector = injector;
    }

    /** Espalier on ONNX Runtime, ND4J, Jenetics and SQLite. Loads no native library yet. */
    public static Espalier create() {
        return new Espalier(Guice.createInjector(
                Stage.PRODUCTION, new Root(), new Nd4jModule(), new EvolutionModule(), new StoreModule()));
    }

    /** A search; use it for as many requests as you like. */
    public PruningSearch search() {
        return injector.getInstance(PruningSearch.class);
    }

    /** A search that fine-tunes by this engine. */
    public PruningSearch search(TrainingEngine engine) {
        return new PruningSearch(injector.getInstance(SearchPorts.class).with(engine));
    }

    /** The engine that fine-tunes where no other is named. */
    public TrainingEngine trainingEngine() {
        return injector.getInstance(TrainingEngine.class);
    }

    private static final class Root extends AbstractModule {
        @Override
        protected void configure() {
            binder().requireExplicitBindings();
            bind(PruningSearch.class);
            bind(SearchPorts.class);
            bind(InstantSource.class).toInstance(InstantSource.system());
            bind(SearchPorts.NanoTime.class).toInstance(System::nanoTime);
            bind(EnergyMeter.class).toInstance(EnergyMeters.ofThisMachine());
        }

        @Provides
        @Singleton
        InferenceRuntime runtime() {
            return OnnxRuntime.open();
        }
    }
}
