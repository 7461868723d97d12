package io.espalier.profile;

import io.espalier.profile.KernelKey.Axis;
import io.espalier.zoo.graph.Precision;
import java.util.Optional;

/**
 * What is known of a device without timing kernels on it: figures of its data sheet, or figures fitted to others'
 * measurements. Formulas over them ({@code cost.analytic}) price kernels that nobody measured.
 */
public sealed interface DeviceSheet permits Roofline, SystolicArray {

    /** A case for each kind of sheet. */
    interface Visitor<R> {
        R roofline(Roofline sheet);

        R systolicArray(SystolicArray sheet);
    }

    <R> R accept(Visitor<R> visitor);

    /**
     * The format in which a kernel asked for at {@code asked} runs: the narrowest that the device has with at least as
     * many bits. A device with half floats alone runs every floating-point model in them. Empty: it cannot run it.
     */
    Optional<Precision> runsAs(Precision asked);

    /**
     * How many channels of an axis the device takes in one step: widths that are multiples of it leave nothing of the
     * device idle. 1 where the axis knows no steps.
     */
    int step(KernelKey kernel, Axis axis);

    /** Nine of ten kernels lie between {@code price / spread} and {@code price · spread}; at least 1. */
    Figure spread();
}
