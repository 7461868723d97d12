package io.espalier.zoo.runtime;

/**
 * How a session runs. Operators always run one after the other.
 *
 * @param threads threads inside one operator, 1 or more
 * @param optimized whether the runtime may fuse and rewrite the graph
 */
public record SessionOptions(int threads, boolean optimized) {
    public SessionOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("The threads (%d) of a session must be 1 or more.".formatted(threads));
        }
    }

    /** Optimised, with so many threads. */
    public static SessionOptions of(int threads) {
        return new SessionOptions(threads, true);
    }

    /** The graph as it is written, with no fusion: for checking numbers, not for timing. */
    public SessionOptions unoptimized() {
        return new SessionOptions(threads, false);
    }
}
