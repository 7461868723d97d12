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
            case "Same" -> new Windows(kernel, strides, Longs.of(), dilations, AutoPad.SAME_UPPER);
            case "Truncate", "Strict" -> {
                long[] padding = layer.wholes("padding", 2, 0);
                Longs pads = Longs.of(padding[0], padding[1], padding[0], padding[1]);
                yield new Windows(kernel, strides, pads, dilations, AutoPad.NOTSET);
            }
            default -> throw layer.unsupported("the mode " + layer.text("convolutionMode", ""));
        };
    }

    int places() {
        return Math.multiplyExact(kernel.intAt(0), kernel.intAt(1));
    }
}
