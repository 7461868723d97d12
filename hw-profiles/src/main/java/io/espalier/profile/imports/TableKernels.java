package io.espalier.profile.imports;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Precision;
import java.util.Map;
import java.util.TreeMap;

/** Collects the kernels of one row of a table, on square images. */
final class TableKernels {
    private final Precision precision;
    private final Map<KernelKey, Integer> counts = new TreeMap<>();

    TableKernels(Precision precision) {
        this.precision = precision;
    }

    Map<KernelKey, Integer> counts() {
        return counts;
    }

    TableKernels add(KernelKey kernel) {
        counts.merge(kernel, 1, Integer::sum);
        return this;
    }

    /** A dense convolution with half its window as padding. */
    TableKernels convolution(int in, int out, int size, int window, int stride) {
        return add(convolution("conv", in, out, size, window, stride, "", precision));
    }

    TableKernels depthwise(int channels, int size, int window, int stride) {
        return add(convolution("dwconv", channels, channels, size, window, stride, "", precision));
    }

    TableKernels grouped(int in, int out, int size, int groups) {
        return add(new KernelKey("conv", in, out, Longs.of(size, size), "k1x1 g" + groups, "", precision));
    }

    TableKernels dense(int in, int out) {
        return add(new KernelKey("gemm", in, out, Longs.of(), "", "", precision));
    }

    TableKernels globalAverage(int channels, int size) {
        return add(new KernelKey("globalavgpool", channels, channels, Longs.of(size, size), "", "", precision));
    }

    /** The sum of two tensors. */
    TableKernels sum(int channels, int size) {
        return add(new KernelKey("add", channels, channels, Longs.of(size, size), "", "", precision));
    }

    /** Squeeze-and-excitation: the mean of each channel through two small layers, times the channel. */
    TableKernels squeeze(int channels, int squeezed, int size) {
        globalAverage(channels, size);
        convolution(channels, squeezed, 1, 1, 1);
        convolution(squeezed, channels, 1, 1, 1);
        return add(new KernelKey("mul", channels, channels, Longs.of(size, size), "broadcast", "", precision));
    }

    /** The text form of a convolution as Espalier names it; the padding is half the window. */
    static KernelKey convolution(
            String kind, int in, int out, int size, int window, int stride, String fused, Precision precision) {
        int pad = window / 2;
        String text = "k%dx%d".formatted(window, window)
                + (stride == 1 ? "" : " s%dx%d".formatted(stride, stride))
                + (pad == 0 ? "" : " p%d,%d,%d,%d".formatted(pad, pad, pad, pad));
        return new KernelKey(kind, in, out, Longs.of(size, size), text, fused, precision);
    }

    /** The size of what a convolution of that stride writes. */
    static int strided(int size, int stride) {
        return (size + stride - 1) / stride;
    }
}
