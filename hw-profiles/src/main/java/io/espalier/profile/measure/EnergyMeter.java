package io.espalier.profile.measure;

import java.util.OptionalDouble;

/** Counts the energy that this machine's processors and their memory draw, whoever makes them work. Thread-safe. */
@FunctionalInterface
public interface EnergyMeter {
    /** The meter of a machine that has none. */
    EnergyMeter NONE = OptionalDouble::empty;

    /**
     * Joules drawn since the meter was opened; never falls. Ask at least once in ten minutes, so that no turn of a
     * counter is missed. Empty when the machine does not tell.
     */
    OptionalDouble joules();
}
