package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the bodies of {@code If}, {@code Loop} and {@code Scan} take from outside. */
final class SubGraphs {
    private SubGraphs() {}

    /** Values that the node's sub-graphs read from around it, in order of reading. */
    static Set<String> captured(NodeProto node) {
        Set<String> captured = new LinkedHashSet<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            for (GraphProto graph : graphs(attribute)) {
                captured.addAll(captured(graph));
            }
        }
        return captured;
    }

    private static Set<String> captured(GraphProto graph) {
        Set<String> own = new HashSet<>();
        graph.getInputList().forEach(input -> own.add(input.getName()));
        graph.getInitializerList().forEach(initializer -> own.add(initializer.getName()));
        graph.getSparseInitializerList()
                .forEach(initializer -> own.add(initializer.getValues().getName()));
        graph.getNodeList().forEach(node -> own.addAll(node.getOutputList()));
        Set<String> read = new LinkedHashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            read.addAll(node.getInputList());
            read.addAll(captured(node));
        }
        for (ValueInfoProto output : graph.getOutputList()) {
            read.add(output.getName());
        }
        read.removeAll(own);
        read.remove("");
        return read;
    }

    /** The types of an If's results; as many as both branches declare with the same element type and number of axes. */
    static List<TensorType> declared(NodeProto node) {
        List<GraphProto> branches = node.getOpType().equals("If")
                ? node.getAttributeList().stream()
                        .flatMap(attribute -> graphs(attribute).stream())
                        .toList()
                : List.of();
        List<TensorType> declared = new ArrayList<>();
        for (int i = 0; branches.size() == 2 && i < node.getOutputCount(); i++) {
            Optional<TensorType> type = declared(branches.get(0), i);
            Optional<TensorType> other = declared(branches.get(1), i);
            boolean agree = type.isPresent()
                    && other.isPresent()
                    && type.get().dataType() == other.get().dataType()
                    && type.get().shape().rank() == other.get().shape().rank();
            if (!agree) {
                break;
            }
            declared.add(type.get());
        }
        return declared;
    }

    private static Optional<TensorType> declared(GraphProto branch, int output) {
        if (output >= branch.getOutputCount()) {
            return Optional.empty();
        }
        TypeProto type = branch.getOutput(output).getType();
        boolean shaped = type.hasTensorType() && type.getTensorType().hasShape();
        return shaped ? Optional.of(ValueTypes.decode(branch.getOutput(output)).type()) : Optional.empty();
    }

    private static List<GraphProto> graphs(AttributeProto attribute) {
        return attribute.hasG() ? List.of(attribute.getG()) : attribute.getGraphsList();
    }

    /** The same attribute with the numbers of all its tensors inside, because files beside the model do not follow it. */
    static AttributeProto inline(AttributeProto attribute, TensorDecoder tensors) {
        AttributeProto.Builder copy = attribute.toBuilder();
        if (attribute.hasT()) {
            copy.setT(tensors.inline(attribute.getT()));
        }
        for (int i = 0; i < attribute.getTensorsCount(); i++) {
            copy.setTensors(i, tensors.inline(attribute.getTensors(i)));
        }
        if (attribute.hasG()) {
            copy.setG(inline(attribute.getG(), tensors));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
            copy.setGraphs(i, inline(attribute.getGraphs(i), tensors));
        }
        return copy.build();
    }

    private static GraphProto inline(GraphProto graph, TensorDecoder tensors) {
        GraphProto.Builder copy = graph.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            TensorProto inlined = tensors.inline(graph.getInitializer(i));
            copy.setInitializer(i, inlined);
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto.Builder node = copy.getNodeBuilder(i);
            for (int j = 0; j < node.getAttributeCount(); j++) {
                node.setAttribute(j, inline(node.getAttribute(j), tensors));
            }
        }
        return copy.build();
    }
}
