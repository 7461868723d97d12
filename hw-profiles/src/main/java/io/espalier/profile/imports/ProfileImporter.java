package io.espalier.profile.imports;

import io.espalier.profile.HardwareProfile;

/** Reads one form of latency tables. Implementations have no state. */
public interface ProfileImporter {
    /** The name by which a user chooses it. */
    String format();

    /** What it reads, in one line. */
    String description();

    /**
     * The profile that a table makes; its origin says what was taken over, and how far to trust it.
     *
     * @throws io.espalier.profile.InvalidProfileException when a file is missing or broken, naming the line
     * @throws IllegalArgumentException when the request asks for what the table does not have, naming what it has
     */
    HardwareProfile read(ImportRequest request);
}
