package io.espalier.zoo.dl4j;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator.AutoPad;

/**
 * The window of a convolution or pool over images.
 *
 * @param pads above, left, below, right
 */
record Windows(Longs kernel, Longs strides, Longs pads, Longs dilations, AutoPad autoPad) {

    /** Throws when a field is wrong or the mode is not known. */
    static Windows of(Fields layer) {
        layer.requireChannelsFirst();
        Longs kernel = Longs.of(layer.wholes("kernelSize", 2, 1));
        Longs strides = Longs.of(layer.wholes("stride", 2, 1));
        Longs dilations = layer.has("dilation") ? Longs.of(layer.wholes("dilation", 2, 1)) : Longs.repeat(1, 2);
        return switch (layer.text("convolutionMode", "Truncate")) {
            case "Same" -> same(layer, kernel, strides, dilations);
            case "Truncate", "Strict" -> {
                long[] padding = layer.wholes("padding", 2, 0);
                Longs pads = Longs.of(padding[0], padding[1], padding[0], padding[1]);
                yield new Windows(kernel, strides, pads, dilations, AutoPad.NOTSET);
            }
            default -> throw layer.unsupported("the mode " + layer.text("convolutionMode", ""));
        };
    }

    /** Without strides the pads do not depend on the image; with strides and dilation no runtime finds them. */
    private static Windows same(Fields layer, Longs kernel, Longs strides, Longs dilations) {
        if (strides.equals(Longs.repeat(1, 2)) && !layer.type().equals("Deconvolution2D")) {
            long high = (kernel.at(0) - 1) * dilations.at(0);
            long wide = (kernel.at(1) - 1) * dilations.at(1);
            Longs pads = Longs.of(high / 2, wide / 2, high - high / 2, wide - wide / 2);
            return new Windows(kernel, strides, pads, dilations, AutoPad.NOTSET);
        }
        if (!dilations.equals(Longs.repeat(1, 2))) {
            throw layer.unsupported("strides and dilation in the mode Same");
        }
        return new Windows(kernel, strides, Longs.of(), dilations, AutoPad.SAME_UPPER);
    }

    int places() {
        return Math.multiplyExact(kernel.intAt(0), kernel.intAt(1));
    }
}
