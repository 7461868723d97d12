package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.StepBand;
import io.espalier.profile.WidthStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the steps of kernels in two dimensions, from all measured kernels that are narrower in any of both widths: for
 * each band of the other axis the widest stair that explains them, up to the noise of measuring.
 */
public final class SurfaceSteps {
    private static final int[] STEPS = {1, 2, 4, 8, 16, 32};
    private static final int MOST_BANDS = 4;
    private static final int FEWEST_KERNELS = 24;
    private static final int FEWEST_WIDTHS = 8;
    private static final double FEWEST_BETWEEN = .5;
    /** A wider stair is taken while it leaves no more than this much above the best, as a share and in units of noise. */
    private static final double TOLERANCE = 1.15;

    private static final double LEAST_TOLERANCE = .1;

    private final Map<KernelKey, List<KernelLatency>> alike = new HashMap<>();

    /** @param profile with many kernels; linear in their number */
    public SurfaceSteps(HardwareProfile profile) {
        for (KernelLatency kernel : profile.kernels()) {
            if (kernel.key().isWeighted()) {
                alike.computeIfAbsent(likeness(kernel.key()), key -> new ArrayList<>())
                        .add(kernel);
            }
        }
    }

    /** The step of an axis that was not swept; empty where too few kernels tell. */
    public Optional<WidthStep> of(KernelKey kernel, Axis axis) {
        List<StepBand> bands = bands(kernel, axis);
        return bands.isEmpty() ? Optional.empty() : Optional.of(WidthStep.of(kernel, axis, bands));
    }

    /** The layout in which a kernel works follows from its widths, so it is part of the stair. */
    private static KernelKey likeness(KernelKey key) {
        String window = key.window().replaceAll(" ?plain$", "");
        return new KernelKey(key.kind(), 0, 0, key.size(), window, key.fused(), key.precision());
    }

    /**
     * The step of one axis in each band of the other, ascending, without those where too few kernels tell; each band ends
     * at half the width of the next, the last at the kernel's own.
     */
    public List<StepBand> bands(KernelKey kernel, Axis axis) {
        if (axis == Axis.BOTH) {
            return List.of();
        }
        List<KernelLatency> narrower = alike.getOrDefault(likeness(kernel), List.of()).stream()
                .filter(known -> known.key().inChannels() <= kernel.inChannels()
                        && known.key().outChannels() <= kernel.outChannels()
                        && known.latency().p10Us() > 0)
                .toList();
        List<StepBand> bands = new ArrayList<>();
        int to = axis == Axis.OUT ? kernel.inChannels() : kernel.outChannels();
        for (int i = 0; i < MOST_BANDS && to > 0; i++) {
            int from = to / 2 + 1;
            int last = to;
            List<KernelLatency> within = narrower.stream()
                    .filter(known -> other(known, axis) >= from && other(known, axis) <= last)
                    .toList();
            if (isEnough(within, axis)) {
                bands.add(0, new StepBand(from, to, step(within, axis)));
            }
            to /= 2;
        }
        return bands;
    }

    /** Kernels at multiples of the widest step alone look the same on every stair. */
    private static boolean isEnough(List<KernelLatency> kernels, Axis axis) {
        long between = kernels.stream()
                .filter(known -> width(known, axis) % STEPS[STEPS.length - 1] != 0)
                .count();
        return kernels.size() >= FEWEST_KERNELS
                && between >= FEWEST_BETWEEN * kernels.size()
                && kernels.stream()
                                .mapToInt(known -> width(known, axis))
                                .distinct()
                                .count()
                        >= FEWEST_WIDTHS;
    }

    private static int step(List<KernelLatency> kernels, Axis axis) {
        StairFit fit = new StairFit(
                kernels.stream().mapToDouble(known -> width(known, axis)).toArray(),
                kernels.stream().mapToDouble(known -> other(known, axis)).toArray(),
                kernels.stream().mapToDouble(known -> known.latency().p10Us()).toArray());
        int widest =
                kernels.stream().mapToInt(known -> width(known, axis)).max().orElse(1);
        double[] misfits = new double[STEPS.length];
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < STEPS.length; i++) {
            misfits[i] = fit.misfit(STEPS[i]);
            best = Math.min(best, misfits[i]);
        }
        for (int i = STEPS.length - 1; i > 0; i--) {
            if (STEPS[i] <= widest && misfits[i] <= best * TOLERANCE + LEAST_TOLERANCE) {
                return STEPS[i];
            }
        }
        return STEPS[0];
    }

    private static int width(KernelLatency kernel, Axis axis) {
        return axis == Axis.OUT ? kernel.key().outChannels() : kernel.key().inChannels();
    }

    private static int other(KernelLatency kernel, Axis axis) {
        return width(kernel, axis == Axis.OUT ? Axis.IN : Axis.OUT);
    }
}
