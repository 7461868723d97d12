package io.espalier.cost.transfer;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelWindow;

/**
 * What a kernel has to do for one example, as far as its key tells.
 *
 * @param macs multiply-accumulates; 0 for kernels without weights
 * @param bytes of weights and activations, read and written
 */
record KernelWork(double macs, double bytes) {
    private static final double BITS_OF_BYTE = 8;

    static KernelWork of(KernelKey key) {
        double pixelsIn = Math.max(1, key.size().product());
        KernelWindow window = KernelWindow.of(key);
        double strides = window.strides().product();
        boolean widens = key.kind().equals("convtranspose");
        double pixelsOut = Math.max(1, widens ? pixelsIn * strides : pixelsIn / strides);
        double weights = 0;
        if (key.isWeighted()) {
            double inOfGroup = key.kind().equals("dwconv") ? 1 : key.inChannels() / (double) window.groups();
            weights = inOfGroup * key.outChannels() * window.positions();
        }
        double activations = key.inChannels() * pixelsIn + key.outChannels() * pixelsOut;
        double bits = weights * key.precision().weightBits()
                + activations * key.precision().activationBits();
        return new KernelWork(weights * (widens ? pixelsIn : pixelsOut), bits / BITS_OF_BYTE);
    }
}
