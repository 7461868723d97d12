package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.WidthStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the step of a kernel axis from a sweep. A stair of step d says that a cut saves in proportion to its whole steps
 * and nothing for the rest; the widest stair that explains what the cuts saved, up to the noise of measuring, is taken.
 * How it holds where the other axis is narrower, {@link SurfaceSteps} tells.
 */
public final class StepFinder {
    private static final int[] CUTS = {2, 4, 8, 16, 32};
    private static final int LARGEST = 32;

    private final HardwareProfile profile;
    private final SurfaceSteps surface;

    /** @param profile with the kernels of a sweep */
    public StepFinder(HardwareProfile profile) {
        this.profile = profile;
        surface = new SurfaceSteps(profile);
    }

    /** What a cut saved. */
    private record Saving(int cut, double us) {}

    /** The steps of all kernels of these, each once. */
    public List<WidthStep> of(Collection<KernelKey> kernels) {
        return kernels.stream()
                .distinct()
                .flatMap(kernel -> of(kernel).stream())
                .toList();
    }

    /** The steps of all axes of {@code kernel} that were swept, and how they hold over the other axis where that is known. */
    public List<WidthStep> of(KernelKey kernel) {
        List<WidthStep> steps = new ArrayList<>();
        OptionalDouble full = latencyUs(kernel);
        if (kernel.isWeighted() && full.isPresent()) {
            for (Axis axis : Axis.values()) {
                List<Saving> savings = savings(kernel, axis, full.getAsDouble());
                if (!savings.isEmpty()) {
                    int divisor = step(savings, full.getAsDouble());
                    steps.add(new WidthStep(kernel, axis, divisor, surface.bands(kernel, axis)));
                }
            }
        }
        return steps;
    }

    private List<Saving> savings(KernelKey kernel, Axis axis, double fullUs) {
        List<Saving> savings = new ArrayList<>();
        int width = axis == Axis.OUT ? kernel.outChannels() : kernel.inChannels();
        for (int cut : CUTS) {
            OptionalDouble less = cut < width ? latencyUs(narrowed(kernel, axis, cut)) : OptionalDouble.empty();
            if (less.isPresent()) {
                // What lies off a step may cost more than the step; that is no stair upwards.
                savings.add(new Saving(cut, Math.max(0, fullUs - less.getAsDouble())));
            }
        }
        return savings;
    }

    private static int step(List<Saving> savings, double fullUs) {
        double noiseUs = StairFit.noiseUs(fullUs);
        double tolerance = savings.size() * noiseUs * noiseUs;
        double best = savings.stream()
                .mapToDouble(saving -> misfit(savings, saving.cut()))
                .min()
                .orElse(0);
        int beyond = 2 * savings.get(savings.size() - 1).cut();
        if (misfit(savings, beyond) <= best + tolerance) {
            return Math.min(LARGEST, beyond);
        }
        for (int i = savings.size() - 1; i > 0; i--) {
            int step = savings.get(i).cut();
            if (misfit(savings, step) <= best + tolerance) {
                return step;
            }
        }
        return savings.get(0).cut();
    }

    /** Sum of squares that the best stair of this step leaves. */
    private static double misfit(List<Saving> savings, int step) {
        double products = 0;
        double squares = 0;
        for (Saving saving : savings) {
            int whole = saving.cut() / step * step;
            products += whole * saving.us();
            squares += (double) whole * whole;
        }
        double slope = squares == 0 ? 0 : products / squares;
        double misfit = 0;
        for (Saving saving : savings) {
            double rest = saving.us() - slope * (saving.cut() / step * step);
            misfit += rest * rest;
        }
        return misfit;
    }

    private static KernelKey narrowed(KernelKey kernel, Axis axis, int cut) {
        int in = axis == Axis.OUT ? kernel.inChannels() : kernel.inChannels() - cut;
        int out = axis == Axis.IN ? kernel.outChannels() : kernel.outChannels() - cut;
        return kernel.withChannels(in, Math.max(0, out));
    }

    private OptionalDouble latencyUs(KernelKey kernel) {
        Optional<KernelLatency> known = profile.kernel(kernel);
        return known.isPresent() ? OptionalDouble.of(known.get().latency().p10Us()) : OptionalDouble.empty();
    }
}
