package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operator of a node: by its rule, or opaque where there is none or it does not fit. */
final class NodeDecoder {
    private final Map<String, OperatorRule> rules = new HashMap<>();
    private final TensorDecoder tensors;

    NodeDecoder(TensorDecoder tensors) {
        this.tensors = tensors;
        rules.putAll(LayerRules.all());
        rules.putAll(ShapeRules.all(tensors));
    }

    /**
     * The node with its operator. Outputs that nobody reads and that our operator has no word for, as a mask or indices,
     * are left out; an opaque node keeps them.
     *
     * @param node opaque, as in the file
     * @param read the values that are read by nodes or are outputs of the graph
     */
    Node decode(Node node, NodeProto proto, FileNode.Surroundings surroundings, Set<String> read) {
        OperatorRule rule = ConstantNodes.isOnnx(proto.getDomain()) ? rules.get(proto.getOpType()) : null;
        if (rule == null) {
            return node;
        }
        NodeProto needed = rule.manyOutputs() ? proto : withoutUnreadOutputs(proto, read);
        return rule.apply(new FileNode(node.name(), needed, surroundings))
                .map(operator -> new Node(node.name(), operator, node.inputs(), needed.getOutputList()))
                .orElse(node);
    }

    private static NodeProto withoutUnreadOutputs(NodeProto proto, Set<String> read) {
        boolean unread = proto.getOutputList().stream().skip(1).noneMatch(read::contains);
        return proto.getOutputCount() > 1 && unread
                ? proto.toBuilder().clearOutput().addOutput(proto.getOutput(0)).build()
                : proto;
    }

    /** The node as it is. */
    Operator.Opaque opaque(String name, NodeProto proto, Set<String> captured) {
        if (proto.getOpType().isEmpty()) {
            throw new InvalidModelException("The node (%s) has no operator type.".formatted(name));
        }
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            Attribute carried = AttributeCodec.decode(SubGraphs.inline(attribute, tensors));
            if (attributes.put(attribute.getName(), carried) != null) {
                throw new InvalidModelException(
                        "The node (%s) has two attributes (%s).".formatted(name, attribute.getName()));
            }
        }
        List<String> outer = new ArrayList<>(captured);
        outer.removeAll(proto.getInputList());
        String domain = ConstantNodes.isOnnx(proto.getDomain()) ? "" : proto.getDomain();
        return new Operator.Opaque(domain, proto.getOpType(), attributes, outer, SubGraphs.declared(proto));
    }
}
