package io.espalier.cost.analytic;

import io.espalier.cost.KernelWork;
import io.espalier.profile.SystolicArray;
import io.espalier.profile.SystolicArray.Dataflow;
import io.espalier.zoo.graph.Precision;

/**
 * Time of a kernel on a systolic array by the closed form of SCALE-Sim (Samajdar et al., "A systematic methodology for
 * characterizing scalability of DNN accelerators using SCALE-Sim", ISPASS 2020, equation 4): a matrix product is folded
 * onto the array, and each fold takes {@code 2·rows + columns + length − 2} cycles to fill, run through and drain.
 *
 * <ul>
 *   <li>Weights stay (as in the tensor processing unit, Jouppi et al., ISCA 2017): folds over the depth and the output
 *       channels, length = output positions.
 *   <li>Sums stay: folds over output positions and output channels, length = depth.
 *   <li>A depthwise convolution shares nothing between channels. As many channels as fit the diagonal run at once: {@code
 *       rows / window} with weights that stay, one with sums that stay.
 *   <li>What does not multiply runs through the units behind the columns, one element a column and cycle.
 *   <li>Data beyond the memory on the chip come from outside at its bandwidth, at the same time; the longer counts.
 * </ul>
 */
final class SystolicModel {
    private static final double BYTES_PER_US = 1000;

    private SystolicModel() {}

    /** Microseconds of a kernel on the array itself. */
    static double us(SystolicArray sheet, KernelWork work, Precision format) {
        if (work.kind() == KernelWork.Kind.NOTHING) {
            return 0;
        }
        double computeUs = cycles(sheet, work) / sheet.megahertz().value();
        return sheet.launchUs().value() + Math.max(computeUs, moveUs(sheet, work, format));
    }

    private static double cycles(SystolicArray sheet, KernelWork work) {
        double rows = sheet.rows().value();
        double columns = sheet.columns().value();
        boolean weightsStay = sheet.dataflow() == Dataflow.WEIGHT_STATIONARY;
        return switch (work.kind()) {
            case DENSE -> {
                double along = weightsStay ? work.depth() : work.rows();
                double length = weightsStay ? work.rows() : work.depth();
                yield Math.ceil(along / rows) * Math.ceil(work.columns() / columns) * fold(rows, columns, length);
            }
            case DEPTHWISE -> {
                double atOnce = weightsStay ? Math.max(1, Math.min(columns, Math.floor(rows / work.depth()))) : 1;
                double along = weightsStay ? work.depth() : work.rows();
                double length = weightsStay ? work.rows() : work.depth();
                yield Math.ceil(work.columns() / atOnce)
                        * Math.max(1, Math.ceil(along / rows))
                        * fold(rows, columns, length);
            }
            case ELEMENTWISE -> Math.max(work.inputs(), work.outputs()) / columns;
            case NOTHING -> 0;
        };
    }

    private static double fold(double rows, double columns, double length) {
        return 2 * rows + columns + length - 2;
    }

    private static double moveUs(SystolicArray sheet, KernelWork work, Precision format) {
        double outside = Math.max(0, work.bytes(format) - sheet.sramKilobytes().value() * 1000);
        return outside / (sheet.memoryGigabytes().value() * BYTES_PER_US);
    }
}
