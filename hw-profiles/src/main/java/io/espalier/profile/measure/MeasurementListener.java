package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import java.time.Duration;

/** Hears how a measurement goes. Called on the measuring thread, between blocks. */
public interface MeasurementListener {
    /** One that does not listen. */
    MeasurementListener NONE = new MeasurementListener() {};

    /**
     * Some more was measured.
     *
     * @param what in words, for a progress bar
     * @param done blocks measured
     * @param total blocks planned
     * @param left how long the rest will take at this pace
     */
    default void progressed(String what, long done, long total, Duration left) {}

    /** What is known by now, worth keeping in case of a kill; at most every few seconds. */
    default void checkpoint(HardwareProfile profile) {}
}
