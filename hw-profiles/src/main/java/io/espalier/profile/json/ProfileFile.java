package io.espalier.profile.json;

import io.espalier.profile.HardwareProfile;
import java.nio.file.Path;

/** Reads and writes profiles as JSON files. */
public final class ProfileFile {
    private ProfileFile() {}

    /** @throws io.espalier.profile.InvalidProfileException when the file is missing, broken or of another schema */
    public static HardwareProfile read(Path file) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }

    /** Writes the whole file or nothing, making folders as needed. */
    public static void write(HardwareProfile profile, Path file) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }

    /** The profile as JSON text, the same text for equal profiles. */
    public static String text(HardwareProfile profile) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }

    /** SHA-256 (hex) of {@link #text}. */
    public static String contentHash(HardwareProfile profile) {
        throw new UnsupportedOperationException("Profile files are not part of this build yet.");
    }
}
