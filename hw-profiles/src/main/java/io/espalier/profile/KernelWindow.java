package io.espalier.profile;

import io.espalier.zoo.graph.Longs;
import java.util.Arrays;
import java.util.Optional;

/**
 * The parts of {@link KernelKey#window()} as numbers.
 *
 * @param kernel sizes of the window; empty when it has none
 * @param strides empty: 1 everywhere
 * @param pads begins, then ends; empty: none
 * @param dilations empty: 1 everywhere
 * @param groups 1 for a dense or a depthwise convolution
 * @param target sizes behind the channels that are written; empty when the other parts tell them
 */
public record KernelWindow(
        Longs kernel, Longs strides, Longs pads, Longs dilations, int groups, boolean samePadded, Longs target) {

    /** The window of a kernel; parts that are not understood are left out. */
    public static KernelWindow of(KernelKey key) {
        String[] parts = key.window().split(" ");
        return new KernelWindow(
                numbers(parts, "k"),
                numbers(parts, "s"),
                numbers(parts, "p"),
                numbers(parts, "d"),
                (int) Math.max(1, numbers(parts, "g").product()),
                Arrays.stream(parts).anyMatch(part -> part.startsWith("same")),
                numbers(parts, "to"));
    }

    /** How many places of the input one output element is a sum over, for each channel. */
    public int positions() {
        return kernel.isEmpty() ? 1 : (int) kernel.product();
    }

    /** The sizes behind the channels that a kernel with this window writes when it reads {@code input}. */
    public Longs outputSize(Longs input) {
        if (!target.isEmpty()) {
            return target;
        }
        long[] sizes = new long[input.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = outputSize(input.at(axis), axis, sizes.length);
        }
        return Longs.of(sizes);
    }

    private long outputSize(long input, int axis, int axes) {
        long stride = axis < strides.size() ? strides.at(axis) : 1;
        if (samePadded || axis >= kernel.size()) {
            return Math.max(1, (input + stride - 1) / stride);
        }
        long dilation = axis < dilations.size() ? dilations.at(axis) : 1;
        long padding = pads.size() == 2 * axes ? pads.at(axis) + pads.at(axis + axes) : 0;
        return Math.max(1, (input + padding - dilation * (kernel.at(axis) - 1) - 1) / stride + 1);
    }

    /** The numbers of the part that is {@code name} and digits. */
    private static Longs numbers(String[] parts, String name) {
        Optional<String> found = Arrays.stream(parts)
                .filter(part ->
                        part.startsWith(name) && part.substring(name.length()).matches("\\d+([x,]\\d+)*"))
                .findFirst();
        return found.map(part ->
                        Longs.of(Arrays.stream(part.substring(name.length()).split("[x,]"))
                                .mapToLong(Long::parseLong)
                                .toArray()))
                .orElse(Longs.of());
    }
}
