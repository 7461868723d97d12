package io.espalier.zoo.onnx;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.weights.Tensor;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/** Rules of the operators that move, select, reduce or describe: what ONNX writes around the layers. */
final class ShapeRules {
    private static final int MANY = Integer.MAX_VALUE;
    private static final Set<String> RESIZE = Set.of(
            "antialias",
            "axes",
            "coordinate_transformation_mode",
            "cubic_coeff_a",
            "exclude_outside",
            "extrapolation_value",
            "keep_aspect_ratio_policy",
            "mode",
            "nearest_mode");

    private ShapeRules() {}

    static Map<String, OperatorRule> all(TensorDecoder tensors) {
        Map<String, OperatorRule> rules = new HashMap<>();
        rules.put("Reshape", OperatorRule.of(2, 2, node -> reshape(node, Operator.Reshape.Kind.RESHAPE)));
        rules.put("Flatten", OperatorRule.of(1, 1, node -> reshape(node, Operator.Reshape.Kind.FLATTEN)));
        rules.put("Squeeze", OperatorRule.of(1, 2, node -> reshape(node, Operator.Reshape.Kind.SQUEEZE)));
        rules.put("Unsqueeze", OperatorRule.of(1, 2, node -> reshape(node, Operator.Reshape.Kind.UNSQUEEZE)));
        rules.put("Expand", OperatorRule.of(2, 2, node -> reshape(node, Operator.Reshape.Kind.EXPAND)));
        rules.put("Tile", OperatorRule.of(2, 2, node -> reshape(node, Operator.Reshape.Kind.TILE)));
        rules.put("Range", OperatorRule.of(3, 3, node -> new Operator.Range()));
        rules.put(
                "Transpose",
                OperatorRule.of(
                        1, 1, node -> new Operator.Transpose(node.attributes().wholes("perm"))));
        rules.put("Slice", OperatorRule.of(3, 5, node -> new Operator.Slice()));
        rules.put(
                "Concat",
                OperatorRule.of(
                        1, MANY, node -> new Operator.Concat(node.attributes().wholeInt("axis"))));
        rules.put("Split", new OperatorRule(1, 2, true, node -> Optional.of(split(node))));
        rules.put(
                "Pad",
                OperatorRule.of(2, 4, node -> new Operator.Pad(node.attributes().text("mode", "constant"))));
        for (Operator.Reduce.Kind kind : Operator.Reduce.Kind.values()) {
            rules.put(kind.onnxName(), OperatorRule.of(1, 2, node -> reduce(node, kind)));
        }
        rules.put(
                "Resize",
                OperatorRule.of(
                        1,
                        4,
                        node -> new Operator.Resize(
                                node.attributes().asGiven(RESIZE),
                                node.numbers(2)
                                        .map(scales ->
                                                DoubleStream.of(scales).boxed().toList())
                                        .orElse(List.of()))));
        rules.put(
                "Gather",
                OperatorRule.of(
                        2, 2, node -> new Operator.Gather(node.attributes().wholeInt("axis", 0))));
        rules.put("DepthToSpace", OperatorRule.of(1, 1, node -> depthToSpace(node, false)));
        rules.put("SpaceToDepth", OperatorRule.of(1, 1, node -> depthToSpace(node, true)));
        rules.put("Shape", OperatorRule.of(1, 1, ShapeRules::shapeOf));
        rules.put("ConstantOfShape", new OperatorRule(1, 1, false, node -> fill(node, tensors)));
        rules.put("Cast", OperatorRule.of(1, 1, ShapeRules::cast));
        return rules;
    }

    private static Operator reshape(FileNode node, Operator.Reshape.Kind kind) {
        Attributes attributes = node.attributes();
        return switch (kind) {
            case RESHAPE -> new Operator.Reshape(kind, 0, Longs.of(), attributes.flag("allowzero", false));
            case FLATTEN -> new Operator.Reshape(kind, attributes.wholeInt("axis", 1), Longs.of(), false);
            case SQUEEZE, UNSQUEEZE -> new Operator.Reshape(kind, 0, attributes.wholes("axes"), false);
            case EXPAND, TILE -> Operator.Reshape.of(kind);
        };
    }

    private static Operator split(FileNode node) {
        Attributes attributes = node.attributes();
        return new Operator.Split(
                attributes.wholeInt("axis", 0), attributes.wholes("split"), attributes.wholeInt("num_outputs", 0));
    }

    private static Operator reduce(FileNode node, Operator.Reduce.Kind kind) {
        Attributes attributes = node.attributes();
        return new Operator.Reduce(
                kind,
                attributes.wholes("axes"),
                attributes.flag("keepdims", true),
                attributes.flag("noop_with_empty_axes", false));
    }

    private static Operator depthToSpace(FileNode node, boolean inverse) {
        Attributes attributes = node.attributes();
        int block = attributes.wholeInt("blocksize");
        return new Operator.DepthToSpace(block, inverse ? "" : attributes.text("mode", "DCR"), inverse);
    }

    private static Operator shapeOf(FileNode node) {
        Attributes attributes = node.attributes();
        return new Operator.ShapeOf(attributes.whole("start", 0), attributes.whole("end", Long.MAX_VALUE));
    }

    private static Operator cast(FileNode node) {
        node.attributes().ignoreDefault("saturate", 1);
        return new Operator.Cast(DataType.ofOnnxCode(node.attributes().wholeInt("to")));
    }

    /** Empty when the value does not fit a double exactly. */
    private static Optional<Operator> fill(FileNode node, TensorDecoder tensors) {
        if (!node.attributes().has("value")) {
            return Optional.of(new Operator.Fill(DataType.FLOAT, 0));
        }
        Tensor value = tensors.decode(node.attributes().tensor("value").orElseThrow());
        if (value.elements() != 1) {
            throw new IllegalArgumentException("The value to fill with has %d elements.".formatted(value.elements()));
        }
        return exact(value).map(number -> new Operator.Fill(value.dataType(), number));
    }

    private static Optional<Double> exact(Tensor scalar) {
        ByteBuffer bytes = scalar.bytes();
        return switch (scalar.dataType()) {
            case FLOAT -> Optional.of((double) bytes.getFloat());
            case DOUBLE -> Optional.of(bytes.getDouble());
            case INT64 -> {
                long whole = bytes.getLong();
                yield Math.abs(whole) <= 1L << 53 ? Optional.of((double) whole) : Optional.empty();
            }
            case INT32 -> Optional.of((double) bytes.getInt());
            case INT8 -> Optional.of((double) bytes.get());
            case UINT8, BOOL -> Optional.of((double) (bytes.get() & 0xff));
            default -> Optional.empty();
        };
    }
}
