package io.espalier.cost.transfer;

import io.espalier.profile.KernelKey;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a kernel has to do for one example, as far as its key tells.
 *
 * @param macs multiply-accumulates; 0 for kernels without weights
 * @param bytes of weights and activations, read and written
 */
record KernelWork(double macs, double bytes) {
    private static final Pattern WINDOW = Pattern.compile("(?:^| )k([0-9x]+)");
    private static final Pattern STRIDES = Pattern.compile("(?:^| )s([0-9x]+)");
    private static final Pattern GROUPS = Pattern.compile("(?:^| )g([0-9]+)");
    private static final double BITS_OF_BYTE = 8;

    static KernelWork of(KernelKey key) {
        double pixelsIn = Math.max(1, key.size().product());
        double strides = product(STRIDES, key.window());
        boolean widens = key.kind().equals("convtranspose");
        double pixelsOut = Math.max(1, widens ? pixelsIn * strides : pixelsIn / strides);
        double weights = 0;
        if (key.isWeighted()) {
            double inOfGroup = key.kind().equals("dwconv") ? 1 : key.inChannels() / product(GROUPS, key.window());
            weights = inOfGroup * key.outChannels() * product(WINDOW, key.window());
        }
        double activations = key.inChannels() * pixelsIn + key.outChannels() * pixelsOut;
        double bits = weights * key.precision().weightBits()
                + activations * key.precision().activationBits();
        return new KernelWork(weights * (widens ? pixelsIn : pixelsOut), bits / BITS_OF_BYTE);
    }

    private static double product(Pattern part, String window) {
        Matcher found = part.matcher(window);
        double product = 1;
        if (found.find()) {
            for (String factor : found.group(1).split("x")) {
                product *= Integer.parseInt(factor);
            }
        }
        return product;
    }
}
