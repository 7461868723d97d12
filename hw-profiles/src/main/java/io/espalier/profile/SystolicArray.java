package io.espalier.profile;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Optional;

/**
 * An array of multipliers through which operands flow from neighbour to neighbour, as in neural processing units.
 *
 * @param dataflow what stays in place
 * @param rows multipliers of a column
 * @param columns multipliers of a row
 * @param megahertz clock of the array
 * @param sramKilobytes memory on the chip, 10^3 bytes; what exceeds it comes from outside
 * @param memoryGigabytes bandwidth to outside, 10^9 bytes a second
 * @param launchUs what starting a kernel takes, µs
 * @param precisions number formats of the array
 * @param host the processor that runs what the array does not; empty: nothing does
 */
public record SystolicArray(
        Dataflow dataflow,
        Figure rows,
        Figure columns,
        Figure megahertz,
        Figure sramKilobytes,
        Figure memoryGigabytes,
        Figure launchUs,
        List<Precision> precisions,
        Optional<Roofline> host,
        Figure spread)
        implements DeviceSheet {

    /** What stays in the array while the rest flows through. */
    public enum Dataflow {
        /** Weights stay: rows hold the inputs of a dot product, columns the output channels. */
        WEIGHT_STATIONARY,
        /** Sums stay: rows hold output pixels, columns the output channels. */
        OUTPUT_STATIONARY
    }

    public SystolicArray {
        precisions = List.copyOf(precisions);
        if (precisions.isEmpty()) {
            throw new IllegalArgumentException("The systolic array has no number format.");
        }
        if (rows.value() != Math.rint(rows.value()) || columns.value() != Math.rint(columns.value())) {
            throw new IllegalArgumentException("The rows (%s) and columns (%s) of a systolic array must be whole."
                    .formatted(rows.value(), columns.value()));
        }
        if (spread.value() < 1) {
            throw new IllegalArgumentException("The spread (%s) must be 1 or more.".formatted(spread.value()));
        }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.systolicArray(this);
    }

    /** Whether the array itself computes in {@code asked}, not its host. */
    public boolean takes(Precision asked) {
        return precisions.stream()
                .anyMatch(known -> known.isFloat() == asked.isFloat()
                        && known.weightBits() >= asked.weightBits()
                        && known.activationBits() >= asked.activationBits());
    }

    @Override
    public Optional<Precision> runsAs(Precision asked) {
        if (takes(asked)) {
            return Optional.of(asked);
        }
        return host.flatMap(roofline -> roofline.runsAs(asked));
    }

    /** Along an axis that fits the array at once every width costs the same, so that it knows no steps. */
    @Override
    public int step(KernelKey kernel, Axis axis) {
        if (!kernel.isWeighted()) {
            return 1;
        }
        if (!takes(kernel.precision())) {
            return host.map(roofline -> roofline.step(kernel, axis)).orElse(1);
        }
        int positions = Math.max(1, KernelWindow.of(kernel).positions());
        int inputs = Math.max(1, (int) rows.value() / positions);
        int outputs = (int) columns.value();
        return switch (axis) {
            case IN -> dataflow == Dataflow.OUTPUT_STATIONARY || kernel.inChannels() <= inputs ? 1 : inputs;
            case OUT -> kernel.outChannels() <= outputs ? 1 : outputs;
            case BOTH -> Math.min(inputs, outputs);
        };
    }
}
