package io.espalier.zoo.runtime;

import java.util.Arrays;

/**
 * How long a node took in each run.
 *
 * @param node the runtime's name for it: that of our node, or for what it fused {@code fused NODE}, or for a convolution
 *     in blocked layout {@code VALUE_nchwc} with the name of the last value that it computes
 * @param operator the runtime's operator, such as {@code Conv} or {@code FusedConv}
 * @param microsPerRun microseconds, one value a run; whole numbers, for the profiler counts no finer
 */
public record NodeTiming(String node, String operator, double[] microsPerRun) {
    public NodeTiming {
        microsPerRun = microsPerRun.clone();
    }

    @Override
    public double[] microsPerRun() {
        return microsPerRun.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeTiming that
                && node.equals(that.node)
                && operator.equals(that.operator)
                && Arrays.equals(microsPerRun, that.microsPerRun);
    }

    @Override
    public int hashCode() {
        return 31 * node.hashCode() + Arrays.hashCode(microsPerRun);
    }

    @Override
    public String toString() {
        return "%s (%s) %s µs".formatted(node, operator, Arrays.toString(microsPerRun));
    }
}
