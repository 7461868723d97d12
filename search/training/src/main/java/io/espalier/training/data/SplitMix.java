package io.espalier.training.data;

/**
 * Pseudo-random numbers of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014),
 * written out so that data made from a seed is the same on every Java release. Not thread-safe.
 */
final class SplitMix {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    SplitMix(long seed) {
        this.state = seed;
    }

    /** A generator for item {@code index} of a stream: independent of the items before it. */
    static SplitMix of(long seed, long stream, long index) {
        return new SplitMix(mix(mix(seed + GOLDEN_GAMMA * (stream + 1)) + GOLDEN_GAMMA * (index + 1)));
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in [0, 1). */
    double unit() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [low, high). */
    double between(double low, double high) {
        return low + (high - low) * unit();
    }

    /** Uniform in 0..bound-1; the bias is below bound / 2^31. */
    int below(int bound) {
        return (int) ((next() >>> 33) * bound >>> 31);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
