package io.espalier.cost.analytic;

import io.espalier.cost.KernelWork;
import io.espalier.profile.DeviceSheet;
import io.espalier.profile.KernelKey;
import io.espalier.profile.Roofline;
import io.espalier.profile.SystolicArray;
import io.espalier.zoo.graph.Precision;
import java.util.OptionalDouble;

/** Latency of kernels by the sheet of a device, for one number of examples an inference. Immutable. */
public final class SheetLatency {
    private final DeviceSheet sheet;
    private final int batch;

    private SheetLatency(DeviceSheet sheet, int batch) {
        this.sheet = sheet;
        this.batch = batch;
    }

    public static SheetLatency of(DeviceSheet sheet, int batch) {
        return new SheetLatency(sheet, batch);
    }

    /** Microseconds of a kernel, 0 where nothing is computed or moved; empty when the device cannot run it. */
    public OptionalDouble us(KernelKey kernel) {
        return sheet.runsAs(kernel.precision())
                .map(format -> OptionalDouble.of(
                        sheet.accept(new Price(KernelWork.of(kernel, batch), kernel.precision(), format))))
                .orElse(OptionalDouble.empty());
    }

    private record Price(KernelWork work, Precision asked, Precision format) implements DeviceSheet.Visitor<Double> {
        @Override
        public Double roofline(Roofline roofline) {
            return RooflineModel.us(roofline, work, format);
        }

        @Override
        public Double systolicArray(SystolicArray array) {
            if (array.takes(asked)) {
                return SystolicModel.us(array, work, format);
            }
            return RooflineModel.us(array.host().orElseThrow(), work, format);
        }
    }
}
