package io.espalier.zoo.graph;

import java.util.Arrays;

/**
 * Where each element of a rearranged row-major tensor comes from: plain integer code shared by everything that executes
 * an arrangement without its numbers (integer chains, channel identities). Each method returns, for every element of
 * the result in row-major order, its position in the source. O(elements of the result × rank).
 */
public final class Indexing {
    private Indexing() {}

    /** The distance in elements between neighbours on each axis of a row-major tensor. */
    public static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        int stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, shape[axis]);
        }
        return strides;
    }

    /** The number of elements. @throws ArithmeticException beyond the range of {@code int} */
    public static int elements(int[] shape) {
        int elements = 1;
        for (int size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    /** Transpose: axis {@code i} of the result is axis {@code permutation[i]} of the source. */
    public static int[] transposed(int[] shape, int[] permutation) {
        int[] sourceStrides = strides(shape);
        int[] resultShape = new int[shape.length];
        int[] resultStrides = new int[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            resultShape[axis] = shape[permutation[axis]];
            resultStrides[axis] = sourceStrides[permutation[axis]];
        }
        return walk(resultShape, resultStrides, 0);
    }

    /**
     * Slice: {@code counts[axis]} elements from {@code starts[axis]} on, {@code steps[axis]} apart.
     *
     * @param steps may be negative
     */
    public static int[] sliced(int[] shape, int[] starts, int[] counts, int[] steps) {
        int[] sourceStrides = strides(shape);
        int offset = 0;
        int[] resultStrides = new int[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            offset += starts[axis] * sourceStrides[axis];
            resultStrides[axis] = steps[axis] * sourceStrides[axis];
        }
        return walk(counts, resultStrides, offset);
    }

    /** Gather: the elements {@code indices} (0 or more) on {@code axis}, which keeps its place with that many elements. */
    public static int[] gathered(int[] shape, int axis, int[] indices) {
        int inner = 1;
        for (int i = axis + 1; i < shape.length; i++) {
            inner *= shape[i];
        }
        int outer = 1;
        for (int i = 0; i < axis; i++) {
            outer *= shape[i];
        }
        int[] positions = new int[outer * indices.length * inner];
        int next = 0;
        for (int i = 0; i < outer; i++) {
            for (int index : indices) {
                int from = (i * shape[axis] + index) * inner;
                for (int k = 0; k < inner; k++) {
                    positions[next++] = from + k;
                }
            }
        }
        return positions;
    }

    /** Broadcasting of {@code shape} to {@code target}, aligned at the last axis; both must fit. */
    public static int[] broadcast(int[] shape, int[] target) {
        int[] sourceStrides = strides(shape);
        int[] resultStrides = new int[target.length];
        int shift = target.length - shape.length;
        for (int axis = 0; axis < shape.length; axis++) {
            resultStrides[axis + shift] = shape[axis] == 1 ? 0 : sourceStrides[axis];
        }
        return walk(target, resultStrides, 0);
    }

    /** Tile: each axis of {@code shape} as often as it fits into that of {@code target}. */
    public static int[] tiled(int[] shape, int[] target) {
        int[] sourceStrides = strides(shape);
        int[] resultStrides = strides(target);
        int[] positions = new int[elements(target)];
        for (int i = 0; i < positions.length; i++) {
            for (int axis = 0; axis < shape.length; axis++) {
                positions[i] += i / resultStrides[axis] % target[axis] % shape[axis] * sourceStrides[axis];
            }
        }
        return positions;
    }

    private static int[] walk(int[] shape, int[] strides, int offset) {
        int[] positions = new int[elements(shape)];
        if (positions.length == 0) {
            return positions;
        }
        int[] counter = new int[shape.length];
        int position = offset;
        for (int i = 0; ; i++) {
            positions[i] = position;
            int axis = shape.length - 1;
            while (axis >= 0 && ++counter[axis] == shape[axis]) {
                position -= strides[axis] * (shape[axis] - 1);
                counter[axis--] = 0;
            }
            if (axis < 0) {
                return positions;
            }
            position += strides[axis];
        }
    }

    /** The numbers 0 to {@code count - 1}. */
    public static int[] identity(int count) {
        int[] positions = new int[count];
        Arrays.setAll(positions, i -> i);
        return positions;
    }
}
