package io.espalier.search.evaluate;

import java.nio.file.Path;

/** Opens the store of a run; what Guice binds. */
@FunctionalInterface
public interface TrialStoreFactory {
    /** Opens {@code file}, or makes it. */
    TrialStore open(Path file);
}
