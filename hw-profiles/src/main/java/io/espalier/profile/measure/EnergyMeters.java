package io.espalier.profile.measure;

import java.nio.file.Path;

/** Finds the energy meter of this machine. */
public final class EnergyMeters {
    private static final Path POWERCAP = Path.of("/sys/class/powercap");

    private EnergyMeters() {}

    /** The running average power limit's counters where Linux shows them to this user; else {@link EnergyMeter#NONE}. */
    public static EnergyMeter ofThisMachine() {
        return RaplMeter.find(POWERCAP);
    }
}
