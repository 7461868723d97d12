package io.espalier.cost.latency;

import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelWindow;
import java.util.Locale;

/**
 * What a regression sees of a kernel: its sizes, the work in MACs and the bytes it moves, both as they are and rounded
 * up to the steps that vector units make, and how its widths lie on those steps (nn-Meter's features, Zhang et al. 2021,
 * and the steps). Work and bytes are counted more roughly than {@link io.espalier.cost.KernelWork} does, output positions
 * by strides alone and without biases: the accuracy of predictions was measured with these figures.
 */
final class KernelFeatures {
    /**
     * Where the logarithm of the work stands, with both widths in whole steps of 16 channels: what latency roughly
     * follows.
     */
    static final int LOG_WORK = 9;

    private static final int BYTES_OF_FLOAT = 4;

    private final KernelKey key;
    private final double pixels;
    private final double window;
    private final double stride;
    private final double groups;

    private KernelFeatures(KernelKey key) {
        this.key = key;
        pixels = Math.max(1, key.size().product());
        KernelWindow parts = KernelWindow.of(key);
        window = parts.positions();
        stride = Math.max(1, parts.strides().product());
        groups = parts.groups();
    }

    static double[] of(KernelKey key) {
        return new KernelFeatures(key).values();
    }

    private double[] values() {
        int in = key.inChannels();
        int out = key.outChannels();
        double macs = work(1, 1);
        double bytes = bytes();
        String fused = key.fused().toLowerCase(Locale.ROOT);
        return new double[] {
            Math.log(pixels),
            Math.log(in + 1.0),
            Math.log(out + 1.0),
            window,
            stride,
            groups,
            Math.log(macs),
            Math.log(bytes),
            Math.log(macs / bytes),
            Math.log(work(16, 16)),
            Math.log(work(1, 16)),
            Math.log(work(4, 8)),
            in % 4,
            in % 8,
            in % 16,
            out % 4,
            out % 8,
            out % 16,
            in % 32,
            out % 32,
            key.window().contains("plain") ? 1 : 0,
            fused.contains("add") ? 1 : 0,
            fused.isEmpty() ? 0 : 1
        };
    }

    /** MACs, or values for what does not multiply, with the widths rounded up to multiples of these. */
    private double work(int inStep, int outStep) {
        double in = Math.max(1, roundedUp(key.inChannels(), inStep));
        double out = Math.max(1, roundedUp(key.outChannels(), outStep));
        return pixels / stride * window * channelPairs(in, out);
    }

    /** How many products a place of the window has at one output position. */
    private double channelPairs(double in, double out) {
        boolean mixes = key.isWeighted() && !key.kind().equals("dwconv");
        return mixes ? in * out / groups : out;
    }

    private static double roundedUp(int width, int step) {
        return (double) ((width + step - 1) / step) * step;
    }

    private double bytes() {
        double in = Math.max(1, key.inChannels());
        double out = Math.max(1, key.outChannels());
        double weights = key.isWeighted() ? window * channelPairs(in, out) : 0;
        return (in * pixels + out * pixels / stride + weights)
                * BYTES_OF_FLOAT
                * key.precision().activationBits()
                / 32;
    }
}
