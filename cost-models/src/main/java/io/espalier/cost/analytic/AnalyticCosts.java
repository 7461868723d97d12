package io.espalier.cost.analytic;

import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import java.util.List;

/** The shipped costs that follow from structure alone. */
public final class AnalyticCosts {
    public static final CostMetric MACS = CostMetric.lowerIsBetter("macs", "MACs");
    public static final CostMetric PARAMS = CostMetric.lowerIsBetter("params", "parameters");
    public static final CostMetric SIZE = CostMetric.lowerIsBetter("size", "bytes");
    public static final CostMetric PEAK_MEMORY = CostMetric.lowerIsBetter("peak-memory", "bytes");

    private AnalyticCosts() {}

    /** Multiply-accumulates of one example. */
    public static CostModel macs() {
        throw new UnsupportedOperationException("Analytic costs are not part of this build yet.");
    }

    /** Elements of all floating-point weights, quantized ones included. */
    public static CostModel params() {
        throw new UnsupportedOperationException("Analytic costs are not part of this build yet.");
    }

    /** Bytes of the exported ONNX file with its external data. */
    public static CostModel size() {
        throw new UnsupportedOperationException("Analytic costs are not part of this build yet.");
    }

    /**
     * Largest sum of live activation bytes over the order of the nodes, inputs and outputs included, weights not, no
     * reuse in place.
     *
     * @param batch for inputs whose batch is free
     */
    public static CostModel peakMemory(int batch) {
        throw new UnsupportedOperationException("Analytic costs are not part of this build yet.");
    }

    /** All of them. */
    public static List<CostModel> all(int batch) {
        return List.of(macs(), params(), size(), peakMemory(batch));
    }
}
