package io.espalier.zoo.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.InvalidModelException;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import java.util.ArrayList;
import java.util.List;

/**
 * Types of a graph's inputs and outputs. A size that a file leaves open without a name becomes a symbol of its own,
 * {@code ?VALUE.AXIS}, and is left open again on the way out.
 */
final class ValueTypes {
    private static final String NAMELESS = "?";

    private ValueTypes() {}

    static boolean hasShape(ValueInfoProto proto) {
        return proto.getType().getTensorType().hasShape();
    }

    /** The same value with a shape; what of it is not known stays open. */
    static ValueInfoProto withShape(ValueInfoProto proto, Shape shape) {
        ValueInfoProto.Builder copy = proto.toBuilder();
        TensorShapeProto.Builder dims =
                copy.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        for (Dim dim : shape.dims()) {
            TensorShapeProto.Dimension.Builder written = dims.addDimBuilder();
            if (dim.isKnown()) {
                written.setDimValue(dim.size());
            }
        }
        return copy.build();
    }

    static GraphValue decode(ValueInfoProto proto) {
        String name = proto.getName();
        if (!proto.getType().hasTensorType()) {
            throw new UnsupportedFeatureException(
                    """
                    The graph's input or output (%s) is of kind %s, but Espalier carries tensors only.
                    Maybe export the model without it.""".formatted(name, proto.getType().getValueCase()));
        }
        TypeProto.Tensor type = proto.getType().getTensorType();
        if (!type.hasShape()) {
            throw new UnsupportedFeatureException("""
                    The file does not say the shape of the graph's input or output (%s).
                    Maybe run ONNX's shape inference over the file first.""".formatted(name));
        }
        List<Dim> dims = new ArrayList<>();
        for (TensorShapeProto.Dimension dim : type.getShape().getDimList()) {
            dims.add(decode(name, dims.size(), dim));
        }
        return new GraphValue(name, new TensorType(elementType(name, type.getElemType()), new Shape(dims)));
    }

    private static Dim decode(String value, int axis, TensorShapeProto.Dimension dim) {
        if (dim.hasDimValue() && dim.getDimValue() >= 0) {
            return Dim.of(dim.getDimValue());
        }
        if (dim.hasDimParam()
                && !dim.getDimParam().isEmpty()
                && !dim.getDimParam().startsWith(NAMELESS)) {
            return Dim.symbol(dim.getDimParam());
        }
        return Dim.symbol(NAMELESS + value + "." + axis);
    }

    private static DataType elementType(String value, int code) {
        try {
            return DataType.ofOnnxCode(code);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(
                    "The graph's input or output (%s) has the element type code (%d), which is none of ONNX's."
                            .formatted(value, code));
        }
    }

    static ValueInfoProto encode(GraphValue value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Dim dim : value.type().shape().dims()) {
            TensorShapeProto.Dimension.Builder proto = shape.addDimBuilder();
            if (dim instanceof Dim.Size known) {
                proto.setDimValue(known.value());
            } else if (dim instanceof Dim.Symbol symbol && !symbol.name().startsWith(NAMELESS)) {
                proto.setDimParam(symbol.name());
            }
        }
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder()
                .setElemType(value.type().dataType().onnxCode())
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(type))
                .build();
    }
}
