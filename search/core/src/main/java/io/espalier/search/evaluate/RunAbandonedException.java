package io.espalier.search.evaluate;

import java.util.Objects;

/** Somebody who only listens threw: that ends the run and is no failure of the candidate at hand. */
public final class RunAbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param reason what the listener threw */
    public RunAbandonedException(RuntimeException reason) {
        super(reason);
    }

    /** What the listener threw. */
    public RuntimeException reason() {
        return (RuntimeException) Objects.requireNonNull(getCause());
    }
}
