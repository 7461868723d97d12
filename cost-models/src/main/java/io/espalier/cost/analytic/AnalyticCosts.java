package io.espalier.cost.analytic;

import io.espalier.cost.CostMetric;
import io.espalier.cost.CostModel;
import io.espalier.zoo.graph.Macs;
import io.espalier.zoo.graph.Parameters;
import java.util.List;

/** The shipped costs that follow from structure alone. */
public final class AnalyticCosts {
    public static final CostMetric MACS = CostMetric.lowerIsBetter("macs", "MACs");
    public static final CostMetric PARAMS = CostMetric.lowerIsBetter("params", "parameters");
    public static final CostMetric SIZE = CostMetric.lowerIsBetter("size", "bytes");
    public static final CostMetric PEAK_MEMORY = CostMetric.lowerIsBetter("peak-memory", "bytes");
    public static final CostMetric BIT_OPERATIONS = CostMetric.lowerIsBetter("bit-operations", "bit-ops");

    private AnalyticCosts() {}

    /** Multiply-accumulates of one example. */
    public static CostModel macs() {
        return new CountingCostModel(MACS, query -> Macs.of(query.graph(), query.shapes()));
    }

    /** Elements of all floating-point weights of the graph as exported, whatever precision they are stored in. */
    public static CostModel params() {
        return new CountingCostModel(PARAMS, query -> Parameters.of(query.graph()));
    }

    /**
     * Multiply-accumulates of one example, each times the bits of its weight and of its activation: 1,024 in fp32, 64 in
     * int8. Van Baalen et al., "Bayesian Bits", 2020.
     */
    public static CostModel bitOperations() {
        return new CountingCostModel(BIT_OPERATIONS, BitOperations::of);
    }

    /**
     * Bytes of the exported ONNX file with its external data, metadata that the export adds not included; weights of fewer
     * than 8 bits count as packed.
     */
    public static CostModel size() {
        return new CountingCostModel(SIZE, FileSize::of);
    }

    /**
     * Largest sum of live activation bytes over the order of the nodes, inputs and outputs included, weights not, no
     * reuse in place. What lies between kernels of fewer bits is stored in as many; where it is also needed in floating
     * point, in both.
     *
     * @param batch for inputs whose batch is free
     */
    public static CostModel peakMemory(int batch) {
        return new CountingCostModel(PEAK_MEMORY, query -> new PeakMemory(query, batch).bytes());
    }

    /** All of them. */
    public static List<CostModel> all(int batch) {
        return List.of(macs(), params(), size(), peakMemory(batch), bitOperations());
    }
}
