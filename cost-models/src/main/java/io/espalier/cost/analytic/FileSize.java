package io.espalier.cost.analytic;

import io.espalier.cost.CostQuery;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.transform.QdqStructure;
import java.util.HashSet;
import java.util.Set;

/**
 * The size of a network's ONNX file, from its structure: what the writer would write, without the numbers. Weights of
 * fewer bits than their type in the file count as packed at their width.
 */
final class FileSize {
    private static final int BITS_OF_BYTE = 8;

    private final CostQuery query;
    private final ModelGraph graph;

    private FileSize(CostQuery query) {
        this.query = query;
        this.graph = query.graph();
    }

    static long of(CostQuery query) {
        return new FileSize(query).bytes();
    }

    private long bytes() {
        boolean quantized = graph.nodes().stream().anyMatch(this::isQuantized);
        long written = OnnxWriter.size(quantized ? QdqStructure.of(graph, this::inFile) : graph);
        return written - packedAwayBits() / BITS_OF_BYTE;
    }

    /** The precision that the file has kernels for: integers of at most 8 bits are written as 8. */
    private Precision inFile(Node node) {
        return isQuantized(node) ? Precision.INT8 : Precision.FP32;
    }

    private boolean isQuantized(Node node) {
        return query.precision(node).activationBits() <= BITS_OF_BYTE;
    }

    private long packedAwayBits() {
        long bits = 0;
        Set<String> counted = new HashSet<>();
        for (Node node : graph.nodes()) {
            int wanted = query.precision(node).weightBits();
            int stored = storedBits(node);
            if (wanted < stored && node.inputs().size() > 1) {
                TensorType weight = graph.weights().get(node.input(1));
                if (weight != null && weight.dataType() == DataType.FLOAT && counted.add(node.input(1))) {
                    bits += weight.shape().elements() * (stored - wanted);
                }
            }
        }
        return bits;
    }

    private int storedBits(Node node) {
        return isQuantized(node) && QdqQuantizer.runsInInt8(graph, node) ? BITS_OF_BYTE : DataType.FLOAT.bits();
    }
}
