package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The nodes of a file in topological order, each with its operator. */
final class GraphNodes {
    private final NodeDecoder decoder;
    private final Map<String, Tensor> constants;
    private final FileNode.Surroundings surroundings;
    private final Set<String> derived;

    GraphNodes(int opset, TensorDecoder tensors, Map<String, Tensor> constants) {
        this.decoder = new NodeDecoder(tensors);
        this.constants = constants;
        this.derived = new HashSet<>(constants.keySet());
        this.surroundings = new FileNode.Surroundings(opset, constants, derived);
    }

    /**
     * @param protos named, without the nodes of constants
     * @param inputs names of the graph's inputs
     * @param outputs names of the graph's outputs
     */
    List<Node> decode(List<NodeProto> protos, Set<String> inputs, Set<String> outputs) {
        Set<String> read = new HashSet<>(outputs);
        for (NodeProto proto : protos) {
            read.addAll(proto.getInputList());
            read.addAll(SubGraphs.captured(proto));
        }
        Map<Node, NodeProto> unordered = new LinkedHashMap<>();
        for (NodeProto proto : protos) {
            unordered.put(bare(proto), proto);
        }
        Set<String> given = new HashSet<>(inputs);
        given.addAll(constants.keySet());
        List<Node> nodes = new ArrayList<>();
        for (Node node : TopologicalOrder.of(List.copyOf(unordered.keySet()), given)) {
            NodeProto proto = unordered.getOrDefault(node, NodeProto.getDefaultInstance());
            nodes.add(decoder.decode(node, proto, surroundings, read));
            if (!node.inputs().isEmpty() && derived.containsAll(ModelGraph.readsOf(node))) {
                derived.addAll(node.outputs());
            }
        }
        return nodes;
    }

    /** What it reads and defines, which is all that the order depends on. */
    private Node bare(NodeProto proto) {
        return new Node(
                proto.getName(),
                decoder.opaque(proto.getName(), proto, SubGraphs.captured(proto)),
                proto.getInputList(),
                proto.getOutputList());
    }
}
