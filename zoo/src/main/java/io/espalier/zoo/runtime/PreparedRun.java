package io.espalier.zoo.runtime;

import java.util.function.LongSupplier;

/**
 * One run that can be repeated with the same inputs at next to no cost beside the network's own: for timing. Outputs are
 * overwritten. Not thread-safe; close it before its session.
 */
public interface PreparedRun extends AutoCloseable {

    void run();

    /**
     * Gets ready for a run that is timed: afterwards caches are warm, and no thread of another model that ran before is
     * still in the way. As cheap as a run or a few.
     *
     * @param nanoTime the clock that will time it, in nanoseconds
     */
    void warm(LongSupplier nanoTime);

    @Override
    void close();
}
