package io.espalier.profile.imports;

import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.List;

/** The layers of MobileNetV2 (Sandler et al., CVPR 2018, table 2) that have weights, on images of 224 by 224. */
public final class MobileNetV2 {
    private static final int IMAGE = 224;
    private static final int STEM = 32;
    private static final int HEAD = 1280;
    /** Expansion, output channels, blocks and stride of each stage. */
    private static final int[][] STAGES = {
        {1, 16, 1, 1}, {6, 24, 2, 2}, {6, 32, 3, 2}, {6, 64, 4, 2}, {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}
    };

    private MobileNetV2() {}

    /** All 53 of them, in the order of the network. */
    public static List<KernelKey> layers(Precision precision) {
        List<KernelKey> layers = new ArrayList<>();
        layers.add(TableKernels.convolution("conv", 3, STEM, IMAGE, 3, 2, "", precision));
        int size = IMAGE / 2;
        int in = STEM;
        for (int[] stage : STAGES) {
            for (int block = 0; block < stage[2]; block++) {
                int stride = block == 0 ? stage[3] : 1;
                int wide = in * stage[0];
                if (wide > in) {
                    layers.add(TableKernels.convolution("conv", in, wide, size, 1, 1, "", precision));
                }
                layers.add(TableKernels.convolution("dwconv", wide, wide, size, 3, stride, "", precision));
                size /= stride;
                layers.add(TableKernels.convolution("conv", wide, stage[1], size, 1, 1, "", precision));
                in = stage[1];
            }
        }
        layers.add(TableKernels.convolution("conv", in, HEAD, size, 1, 1, "", precision));
        layers.add(KernelKey.parse("gemm 1280>1000 - " + precision));
        return layers;
    }
}
