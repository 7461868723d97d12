package io.espalier.cost.analytic;

import io.espalier.cost.CostQuery;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.transform.QdqStructure;

/** The size of a network's ONNX file, from its structure: what the writer would write, without the numbers. */
final class FileSize {
    private FileSize() {}

    static long of(CostQuery query) {
        ModelGraph graph = query.graph();
        boolean quantized =
                graph.nodes().stream().anyMatch(node -> query.precision(node).equals(Precision.INT8));
        return OnnxWriter.size(quantized ? QdqStructure.of(graph, query::precision) : graph);
    }
}
