package io.espalier.cost;

import java.nio.file.Path;
import java.util.List;

/** Finds users' cost models and holds them to their promises. */
public final class CostModels {
    private CostModels() {}

    /**
     * The cost models that the jars in {@code pluginsFolder} name in {@code META-INF/services}, in the order of the jars'
     * names. Each is guarded: what it throws, and an answer that is not a cost, becomes a {@link CostModelException} with
     * its name.
     *
     * @throws CostModelException when one cannot be loaded, has no proper metric, or bears the name of another
     * @throws IllegalArgumentException when the folder is not there
     */
    public static List<CostModel> discover(Path pluginsFolder) {
        throw new UnsupportedOperationException("Plug-ins are not part of this build yet.");
    }
}
