package io.espalier.cost.analytic;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelWindow;
import io.espalier.zoo.graph.Longs;

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
record KernelWork(Kind kind, double rows, double depth, double columns, double inputs, double outputs, double weights) {

    enum Kind {
        /** A matrix product. */
        DENSE,
        /** Every channel by itself, with weights. */
        DEPTHWISE,
        /** No weights: elements are read, changed and written. */
        ELEMENTWISE,
        /** Nothing moves: a reshape, or what is known before the run. */
        NOTHING
    }

    double macs() {
        return kind == Kind.DENSE || kind == Kind.DEPTHWISE ? rows * depth * columns : 0;
    }

    static KernelWork of(KernelKey key, int batch) {
        if (key.inChannels() == 0 && key.outChannels() == 0) {
            return new KernelWork(Kind.NOTHING, 0, 0, 0, 0, 0, 0);
        }
        KernelWindow window = KernelWindow.of(key);
        Longs written = outputSize(key, window);
        double readPositions = (double) batch * Math.max(1, key.size().product());
        double positions = (double) batch * Math.max(1, written.product());
        double inputs = readPositions * key.inChannels() * operands(key);
        double outputs = positions * key.outChannels();
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
        double rows = key.kind().equals("convtranspose") ? readPositions : positions;
        return new KernelWork(Kind.DENSE, rows, depth, key.outChannels(), inputs, outputs, weights);
    }

    private static Longs outputSize(KernelKey key, KernelWindow window) {
        if (key.kind().startsWith("global") || key.kind().equals("gemm")) {
            return Longs.of();
        }
        return window.outputSize(key.size());
    }

    /** How many tensors of the input's size are read: two by what joins two, one more by a fused addition. */
    private static int operands(KernelKey key) {
        boolean joins = switch (key.kind()) {
            case "add", "sub", "mul", "div", "max", "min" -> true;
            default -> false;
        };
        return joins || key.fused().contains("+add") ? 2 : 1;
    }
}
