package io.espalier.cost;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelWindow;
import io.espalier.zoo.graph.Precision;

/**
 * What one kernel has to do, counted from its key. A kernel that multiplies with weights is a matrix product, of a
 * convolution after its windows were laid out as rows (im2col).
 *
 * @param kind how it is computed
 * @param rows of the product: output positions of all examples
 * @param depth how many products each output element is a sum of
 * @param columns of the product: output channels, of a depthwise convolution all its channels
 * @param inputs elements read, weights not counted
 * @param outputs elements written
 * @param weights elements of weights and biases
 */
public record KernelWork(
        Kind kind, double rows, double depth, double columns, double inputs, double outputs, double weights) {
    private static final double BITS_OF_BYTE = 8;

    /** How a kernel is computed. */
    public enum Kind {
        /** A matrix product. */
        DENSE,
        /** Every channel by itself, with weights. */
        DEPTHWISE,
        /** No weights: elements are read, changed and written. */
        ELEMENTWISE,
        /** Nothing moves: a reshape, or what is known before the run. */
        NOTHING
    }

    /** Multiply-accumulates; 0 for kernels without weights. */
    public double macs() {
        return kind == Kind.DENSE || kind == Kind.DEPTHWISE ? rows * depth * columns : 0;
    }

    /**
     * Bytes of what is read and written, each element once in the format that it is stored in. Partial sums are not
     * counted: they stay where they are computed.
     */
    public double bytes(Precision format) {
        double bits = (inputs + outputs) * format.activationBits() + weights * format.weightBits();
        return bits / BITS_OF_BYTE;
    }

    /** The work of a kernel. @param batch examples in one inference */
    public static KernelWork of(KernelKey key, int batch) {
        if (key.inChannels() == 0 && key.outChannels() == 0) {
            return new KernelWork(Kind.NOTHING, 0, 0, 0, 0, 0, 0);
        }
        KernelWindow window = KernelWindow.of(key);
        double readPositions = (double) batch * Math.max(1, key.size().product());
        double positions = (double) batch * Math.max(1, outputPositions(key, window));
        double outputs = positions * key.outChannels();
        double inputs = readPositions * key.inChannels() + (joinsTwo(key) ? outputs : 0);
        if (!key.isWeighted()) {
            return new KernelWork(Kind.ELEMENTWISE, 0, 0, 0, inputs, outputs, 0);
        }
        if (key.kind().equals("dwconv")) {
            double weights = (double) key.outChannels() * (window.positions() + 1);
            return new KernelWork(
                    Kind.DEPTHWISE, positions, window.positions(), key.outChannels(), inputs, outputs, weights);
        }
        double depth = (double) key.inChannels() / window.groups() * window.positions();
        double weights = (depth + 1) * key.outChannels();
        // A transposed convolution spreads every input over its window.
        double rows = isTransposed(key) ? readPositions : positions;
        return new KernelWork(Kind.DENSE, rows, depth, key.outChannels(), inputs, outputs, weights);
    }

    private static double outputPositions(KernelKey key, KernelWindow window) {
        if (key.kind().startsWith("global") || key.kind().equals("gemm")) {
            return 1;
        }
        if (isTransposed(key)) {
            // As padding is chosen in practice: the key does not say how the output is padded.
            return (double) key.size().product() * window.strides().product();
        }
        return window.outputSize(key.size()).product();
    }

    private static boolean isTransposed(KernelKey key) {
        return key.kind().equals("convtranspose");
    }

    /** Whether it reads a second tensor, of the size that it writes: what joins two, or adds in the same pass. */
    private static boolean joinsTwo(KernelKey key) {
        boolean joins = switch (key.kind()) {
            case "add", "sub", "mul", "div", "max", "min" -> true;
            default -> false;
        };
        return joins || key.fused().contains("+add");
    }
}
