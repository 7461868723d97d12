package io.espalier.zoo.prune;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;

/** Takes positions of one axis out of a tensor, whatever its element type. */
final class WeightSlicing {
    private WeightSlicing() {}

    /** The tensor with only {@code positions} of {@code axis} left, in that order. */
    static Tensor keep(Tensor tensor, int axis, int[] positions) {
        Longs shape = tensor.shape();
        int outer = 1;
        int block = tensor.dataType().bits() / Byte.SIZE;
        for (int i = 0; i < shape.size(); i++) {
            outer *= i < axis ? shape.intAt(i) : 1;
            block *= i > axis ? shape.intAt(i) : 1;
        }
        int stride = shape.intAt(axis) * block;
        ByteBuffer from = tensor.bytes();
        ByteBuffer to = ByteBuffer.allocate(Math.multiplyExact(outer * positions.length, block));
        int filled = 0;
        for (int i = 0; i < outer; i++) {
            for (int position : positions) {
                to.put(filled, from, i * stride + position * block, block);
                filled += block;
            }
        }
        return Tensor.of(tensor.dataType(), shape.with(axis, positions.length), to);
    }
}
