package io.espalier.zoo.runtime;

/**
 * One run that can be repeated with the same inputs at next to no cost beside the network's own: for timing. Outputs are
 * overwritten. Not thread-safe; close it before its session.
 */
public interface PreparedRun extends AutoCloseable {

    void run();

    @Override
    void close();
}
