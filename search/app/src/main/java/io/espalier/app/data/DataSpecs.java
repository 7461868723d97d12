package io.espalier.app.data;

import java.nio.file.Path;

/** What users write behind {@code --data}. */
public final class DataSpecs {
    private DataSpecs() {}

    /** {@code NAME:DIR} with a folder that no longer depends on where the process runs; anything else as it is. */
    public static String resolve(String spec, Path workingDirectory) {
        int colon = spec.indexOf(':');
        if (colon < 0 || colon == spec.length() - 1) {
            return spec;
        }
        Path folder = workingDirectory.resolve(spec.substring(colon + 1)).normalize();
        return spec.substring(0, colon + 1) + folder;
    }
}
