package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    Operator decode(String name, NodeProto proto, FileNode.Surroundings surroundings) {
        if (ConstantNodes.isOnnx(proto.getDomain())) {
            OperatorRule rule = rules.get(proto.getOpType());
            if (rule != null) {
                Optional<Operator> typed = rule.apply(new FileNode(name, proto, surroundings));
                if (typed.isPresent()) {
                    return typed.get();
                }
            }
        }
        return opaque(name, proto, SubGraphs.captured(proto));
    }

    /** A mask, indices or statistics that nobody reads are left out where our operator has no word for them. */
    NodeProto withoutUnreadOutputs(NodeProto proto, Set<String> read) {
        OperatorRule rule = ConstantNodes.isOnnx(proto.getDomain()) ? rules.get(proto.getOpType()) : null;
        boolean unread = proto.getOutputList().stream().skip(1).noneMatch(read::contains);
        if (rule == null || rule.manyOutputs() || proto.getOutputCount() < 2 || !unread) {
            return proto;
        }
        return proto.toBuilder().clearOutput().addOutput(proto.getOutput(0)).build();
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
