package io.espalier.profile;

import java.util.Comparator;
import java.util.List;

/**
 * On which widths one axis of a kernel pays: multiples of {@code divisor} lie at the widest end of a step, and what lies
 * between costs as much as the next multiple, or more.
 *
 * @param kernel at the widths of the parent, where it was swept
 * @param divisor in channels, a power of two
 * @param bands what the divisor is at narrower and wider other axes, ascending; empty where too few kernels tell
 */
public record WidthStep(KernelKey kernel, KernelKey.Axis axis, int divisor, List<StepBand> bands) {
    public WidthStep {
        bands = List.copyOf(bands);
        if (divisor < 1) {
            throw new IllegalArgumentException("The divisor (%d) must be 1 or more.".formatted(divisor));
        }
    }

    /** A step that is known at the full width of the other axis alone. */
    public WidthStep(KernelKey kernel, KernelKey.Axis axis, int divisor) {
        this(kernel, axis, divisor, List.of());
    }

    /**
     * A step in two dimensions; its divisor is the finest that is real at most of the other axis's widths.
     *
     * @param bands at least one
     */
    public static WidthStep of(KernelKey kernel, KernelKey.Axis axis, List<StepBand> bands) {
        int all = bands.stream().mapToInt(StepBand::widths).sum();
        int finer = 0;
        for (StepBand band : bands.stream()
                .sorted(Comparator.comparingInt(StepBand::divisor))
                .toList()) {
            finer += band.widths();
            if (2 * finer >= all) {
                return new WidthStep(kernel, axis, band.divisor(), bands);
            }
        }
        throw new IllegalArgumentException("A step in two dimensions needs a band.");
    }

    /** Whether the step depends on the width of the other axis. */
    public boolean isCoupled() {
        return bands.stream().mapToInt(StepBand::divisor).distinct().count() > 1;
    }

    /** The divisor while the other axis has this width. */
    public int divisorAt(int otherWidth) {
        return bands.stream()
                .filter(band -> band.from() <= otherWidth && otherWidth <= band.to())
                .mapToInt(StepBand::divisor)
                .findFirst()
                .orElse(divisor);
    }
}
