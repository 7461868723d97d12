package io.espalier.profile.measure;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.KernelKey;
import io.espalier.profile.KernelKey.Axis;
import io.espalier.profile.KernelLatency;
import io.espalier.profile.WidthStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the step of a kernel axis from a sweep: the smallest cut that takes at least half of its share of the time away.
 * Cuts smaller than a step save nothing, or cost.
 */
final class StepFinder {
    private static final int[] CUTS = {2, 4, 8, 16, 32};
    private static final double WORTHWHILE = .5;
    private static final int LARGEST = 32;

    private final HardwareProfile profile;

    StepFinder(HardwareProfile profile) {
        this.profile = profile;
    }

    /** The steps of all axes of {@code kernel} that were swept. */
    List<WidthStep> of(KernelKey kernel) {
        List<WidthStep> steps = new ArrayList<>();
        if (kernel.isWeighted()) {
            for (Axis axis : Axis.values()) {
                find(kernel, axis).ifPresent(steps::add);
            }
        }
        return steps;
    }

    private Optional<WidthStep> find(KernelKey kernel, Axis axis) {
        OptionalDouble full = latencyUs(kernel);
        int width = axis == Axis.OUT ? kernel.outChannels() : kernel.inChannels();
        int largestSwept = 0;
        for (int cut : CUTS) {
            if (full.isEmpty() || cut >= width) {
                break;
            }
            OptionalDouble less = latencyUs(narrowed(kernel, axis, cut));
            if (less.isPresent()) {
                double worthwhileUs = full.getAsDouble() * (1 - WORTHWHILE * cut / width);
                if (less.getAsDouble() <= worthwhileUs) {
                    return Optional.of(new WidthStep(kernel, axis, cut));
                }
                largestSwept = cut;
            }
        }
        return largestSwept == 0
                ? Optional.empty()
                : Optional.of(new WidthStep(kernel, axis, Math.min(LARGEST, 2 * largestSwept)));
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
