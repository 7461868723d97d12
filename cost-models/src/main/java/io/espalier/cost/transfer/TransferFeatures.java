package io.espalier.cost.transfer;

/**
 * What is known of networks before any runs on the new device, a row a network. A latency is taken as {@code m · level}
 * plus a combination of the two groups of columns, each coefficient small until measurements say otherwise. Where
 * features are sums over kernels, a row may be a single kernel as well.
 *
 * @param level what the latency is expected to grow with; 1 everywhere where nothing is expected
 * @param devices latencies on the known devices, scaled
 * @param structure what networks consist of, scaled; the regression decides how much it counts
 */
public record TransferFeatures(double[] level, double[][] devices, double[][] structure) {
    public TransferFeatures {
        if (devices.length != level.length || structure.length != level.length) {
            throw new IllegalArgumentException("The features have %d, %d and %d rows: one number for all is needed."
                    .formatted(level.length, devices.length, structure.length));
        }
    }

    /** How many networks. */
    public int size() {
        return level.length;
    }

    /** Only these rows, in this order. */
    public TransferFeatures rows(int... chosen) {
        double[] levels = new double[chosen.length];
        double[][] some = new double[chosen.length][];
        double[][] others = new double[chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            levels[i] = level[chosen[i]];
            some[i] = devices[chosen[i]];
            others[i] = structure[chosen[i]];
        }
        return new TransferFeatures(levels, some, others);
    }
}
