package io.espalier.profile;

/**
 * On which widths one axis of a kernel pays: multiples of {@code divisor} lie at the widest end of a step, and what lies
 * between costs as much as the next multiple, or more.
 *
 * @param kernel at the widths of the parent, where it was swept
 * @param divisor in channels, a power of two
 */
public record WidthStep(KernelKey kernel, KernelKey.Axis axis, int divisor) {
    public WidthStep {
        if (divisor < 1) {
            throw new IllegalArgumentException("The divisor (%d) must be 1 or more.".formatted(divisor));
        }
    }
}
