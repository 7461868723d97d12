package io.espalier.zoo.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Types of the results of operators that stay opaque, so that what is behind them is known again: those that exporters
 * write around layers, and uses of typed operators that have no word in {@link Operator}. What is not named here has
 * results of unknown type.
 */
final class OpaqueRules {
    private static final String RUNTIME = "com.microsoft";
    private static final Map<String, Rule> ONNX = onnx();
    private static final Map<String, Rule> CONTRIBUTED = contributed();

    private OpaqueRules() {}

    /** The results' types in order; as many as are known. */
    @FunctionalInterface
    private interface Rule {
        List<TensorType> of(NodeValues values, Operator.Opaque operator);
    }

    static List<TensorType> types(NodeValues values, Operator.Opaque operator) {
        Map<String, Rule> rules = switch (operator.domain()) {
            case "" -> ONNX;
            case RUNTIME -> CONTRIBUTED;
            default -> Map.of();
        };
        Rule rule = rules.get(operator.type());
        return rule == null || !values.has(0) ? List.of() : rule.of(values, operator);
    }

    private static Map<String, Rule> onnx() {
        Map<String, Rule> rules = new HashMap<>();
        for (String type : List.of(
                "Clip",
                "CumSum",
                "Hardmax",
                "LpNormalization",
                "MeanVarianceNormalization",
                "ReverseSequence",
                "ScatterElements",
                "ScatterND",
                "Trilu")) {
            rules.put(type, (values, operator) -> List.of(values.type(0)));
        }
        for (String type : List.of("IsInf", "IsNaN")) {
            rules.put(type, (values, operator) -> List.of(new TensorType(DataType.BOOL, values.shape(0))));
        }
        for (String type : List.of("Pow", "BitShift", "BitwiseAnd", "BitwiseOr", "BitwiseXor", "Mod")) {
            rules.put(type, (values, operator) -> OpaqueShapes.broadcast(values));
        }
        rules.put("GatherElements", (values, operator) -> List.of(values.type(0).withShape(values.shape(1))));
        rules.put("GatherND", OpaqueShapes::gatherNd);
        rules.put("Size", (values, operator) -> List.of(new TensorType(DataType.INT64, Shape.of())));
        rules.put("ArgMax", OpaqueShapes::argument);
        rules.put("ArgMin", OpaqueShapes::argument);
        rules.put("TopK", OpaqueShapes::topK);
        rules.put("OneHot", OpaqueShapes::oneHot);
        rules.put("NonZero", OpaqueShapes::nonZero);
        rules.put("GridSample", OpaqueShapes::gridSample);
        rules.put("If", OpaqueShapes::branches);
        rules.put("RoiAlign", OpaqueShapes::roiAlign);
        rules.put("NonMaxSuppression", OpaqueShapes::nonMaxSuppression);
        rules.put("BatchNormalization", OpaqueShapes::trainedBatchNormalization);
        rules.put("LayerNormalization", OpaqueShapes::layerNormalization);
        rules.put("Dropout", OpaqueShapes::withMask);
        rules.put("MaxPool", OpaqueShapes::maxPoolWithIndices);
        for (String type : List.of("LSTM", "GRU", "RNN")) {
            rules.put(type, OpaqueShapes::recurrent);
        }
        return Map.copyOf(rules);
    }

    private static Map<String, Rule> contributed() {
        Map<String, Rule> rules = new HashMap<>();
        for (String type : List.of(
                "BiasGelu",
                "FastGelu",
                "Gelu",
                "QuickGelu",
                "SkipLayerNormalization",
                "SkipSimplifiedLayerNormalization")) {
            rules.put(type, (values, operator) -> List.of(values.type(0)));
        }
        return Map.copyOf(rules);
    }
}
