package io.espalier.profile.imports;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;
import java.util.Map;

/**
 * The networks of the FBNet space as HW-NAS-Bench (Li et al., ICLR 2021) builds them for CIFAR-100: 22 layers, each one of
 * nine operations named by a digit.
 */
public final class FbnetSpace {
    /** Layers of a network. */
    public static final int LAYERS = 22;
    /** Operations of a layer, the digits 0 to 8. */
    public static final int OPERATIONS = 9;

    private static final int SKIP = 8;
    private static final int[] WINDOWS = {3, 3, 3, 3, 5, 5, 5, 5};
    private static final int[] EXPANSIONS = {1, 1, 3, 6, 1, 1, 3, 6};
    private static final int[] GROUPS = {1, 2, 1, 1, 1, 2, 1, 1};
    private static final int[] STAGE_LAYERS = {1, 4, 4, 4, 4, 4, 1};
    private static final int[] CHANNELS = {16, 24, 32, 64, 112, 184, 352};
    private static final int[] STRIDES = {1, 1, 2, 2, 1, 2, 1};
    private static final int IMAGE = 32;
    private static final int STEM = 16;
    private static final int HEAD = 1504;
    private static final int CLASSES = 100;

    private FbnetSpace() {}

    /**
     * The kernels of the network with these operations.
     *
     * @param digits one of {@code 0} to {@code 8} a layer
     * @throws IllegalArgumentException when it is no such text
     */
    public static Map<KernelKey, Integer> network(String digits, Precision precision) {
        if (!digits.matches("[0-8]{22}")) {
            throw new IllegalArgumentException("The operations (%s) must be 22 digits from 0 to 8.".formatted(digits));
        }
        TableKernels kernels = new TableKernels(precision);
        kernels.convolution(3, STEM, IMAGE, 3, 1);
        int layer = 0;
        int size = IMAGE;
        int in = STEM;
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            for (int i = 0; i < STAGE_LAYERS[stage]; i++) {
                int stride = i == 0 ? STRIDES[stage] : 1;
                layer(kernels, digits.charAt(layer++) - '0', in, CHANNELS[stage], size, stride, precision);
                size = TableKernels.strided(size, stride);
                in = CHANNELS[stage];
            }
        }
        kernels.convolution(in, HEAD, size, 1, 1);
        kernels.globalAverage(HEAD, size);
        kernels.dense(HEAD, CLASSES);
        return kernels.counts();
    }

    private static void layer(
            TableKernels kernels, int operation, int in, int out, int size, int stride, Precision precision) {
        boolean keepsShape = in == out && stride == 1;
        if (operation == SKIP) {
            if (!keepsShape) {
                kernels.convolution(in, out, size, 1, stride);
            }
            return;
        }
        int wide = in * EXPANSIONS[operation];
        int written = TableKernels.strided(size, stride);
        if (GROUPS[operation] == 1) {
            kernels.convolution(in, wide, size, 1, 1);
        } else {
            kernels.grouped(in, wide, size, GROUPS[operation]);
            kernels.add(new KernelKey(
                    "transpose",
                    GROUPS[operation],
                    wide / GROUPS[operation],
                    Longs.of(wide / GROUPS[operation], size, size),
                    "perm0,2,1,3,4",
                    "",
                    precision));
        }
        kernels.depthwise(wide, size, WINDOWS[operation], stride);
        if (GROUPS[operation] == 1) {
            kernels.convolution(wide, out, written, 1, 1);
        } else {
            kernels.grouped(wide, out, written, GROUPS[operation]);
        }
        if (keepsShape) {
            kernels.sum(out, written);
        }
    }
}
