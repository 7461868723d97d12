package io.espalier.search;

import io.espalier.profile.measure.EnergyMeter;
import io.espalier.search.evaluate.TrialStoreFactory;
import io.espalier.search.method.SearchMethodFactory;
import io.espalier.training.TrainingEngine;
import io.espalier.zoo.runtime.InferenceRuntime;
import jakarta.inject.Inject;
import java.time.InstantSource;

/** What a search runs on; a composition root binds each. */
public record SearchPorts(
        InferenceRuntime runtime,
        TrainingEngine engine,
        SearchMethodFactory methods,
        TrialStoreFactory stores,
        InstantSource clock,
        NanoTime nanoTime,
        EnergyMeter energy) {

    /**
     * @param nanoTime a clock in nanoseconds for latencies
     * @param energy counts what this machine draws; {@link EnergyMeter#NONE} where nothing does
     */
    @Inject
    public SearchPorts {}

    /** The same with another engine. */
    public SearchPorts with(TrainingEngine other) {
        return new SearchPorts(runtime, other, methods, stores, clock, nanoTime, energy);
    }

    /** A clock in nanoseconds, such as {@code System::nanoTime}. */
    @FunctionalInterface
    public interface NanoTime extends java.util.function.LongSupplier {}
}
