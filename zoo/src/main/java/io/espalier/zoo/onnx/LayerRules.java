package io.espalier.zoo.onnx;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.EinsumEquation;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.AutoPad;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/** Rules of the operators that compute: convolutions, products, pools, activations, arithmetic, normalizations. */
final class LayerRules {
    private static final int MANY = Integer.MAX_VALUE;

    private LayerRules() {}

    static Map<String, OperatorRule> all() {
        Map<String, OperatorRule> rules = new HashMap<>();
        rules.put("Conv", OperatorRule.of(2, 3, node -> convolution(node, false)));
        rules.put("ConvTranspose", OperatorRule.of(2, 3, node -> convolution(node, true)));
        rules.put("Gemm", OperatorRule.of(2, 3, LayerRules::gemm));
        rules.put("MatMul", OperatorRule.of(2, 2, node -> new Operator.MatMul()));
        rules.put("Einsum", new OperatorRule(1, MANY, false, LayerRules::einsum));
        rules.put("MaxPool", OperatorRule.of(1, 1, node -> pool(node, Operator.Pool.Kind.MAX)));
        rules.put("AveragePool", OperatorRule.of(1, 1, node -> pool(node, Operator.Pool.Kind.AVERAGE)));
        rules.put("GlobalMaxPool", OperatorRule.of(1, 1, node -> globalPool(Operator.Pool.Kind.MAX)));
        rules.put("GlobalAveragePool", OperatorRule.of(1, 1, node -> globalPool(Operator.Pool.Kind.AVERAGE)));
        for (Operator.Activation.Kind kind : Operator.Activation.Kind.values()) {
            int inputs = kind == Operator.Activation.Kind.CLIP || kind == Operator.Activation.Kind.DROPOUT ? 3 : 1;
            rules.put(kind.onnxName(), new OperatorRule(1, inputs, false, node -> activation(node, kind)));
        }
        for (Operator.Elementwise.Kind kind : Operator.Elementwise.Kind.values()) {
            rules.put(kind.onnxName(), elementwise(kind));
        }
        rules.put("BatchNormalization", new OperatorRule(5, 5, false, LayerRules::batchNormalization));
        rules.put("LayerNormalization", normalization(Operator.Normalization.Kind.LAYER, 2, "axis", "stash_type"));
        rules.put("InstanceNormalization", normalization(Operator.Normalization.Kind.INSTANCE, 3));
        rules.put(
                "GroupNormalization", normalization(Operator.Normalization.Kind.GROUP, 3, "num_groups", "stash_type"));
        rules.put("LRN", OperatorRule.of(1, 1, LayerRules::localResponse));
        rules.put("Softmax", OperatorRule.of(1, 1, node -> softmax(node, false)));
        rules.put("LogSoftmax", OperatorRule.of(1, 1, node -> softmax(node, true)));
        rules.put("QuantizeLinear", OperatorRule.of(2, 3, LayerRules::quantize));
        rules.put("DequantizeLinear", OperatorRule.of(2, 3, LayerRules::dequantize));
        return rules;
    }

    private static Operator convolution(FileNode node, boolean transposed) {
        Attributes attributes = node.attributes();
        Longs kernel = attributes.wholes("kernel_shape");
        if (kernel.isEmpty()) {
            kernel = node.weightShape(1).map(LayerRules::spatial).orElse(Longs.of());
        }
        int rank = kernel.size();
        AutoPad autoPad = node.autoPad();
        return new Operator.Convolution(
                transposed,
                kernel,
                node.wholes("strides", rank, 1),
                autoPad == AutoPad.NOTSET ? node.wholes("pads", 2 * rank, 0) : attributes.wholes("pads"),
                node.wholes("dilations", rank, 1),
                attributes.wholeInt("group", 1),
                autoPad,
                transposed ? attributes.wholes("output_padding") : Longs.of());
    }

    /** The sizes behind the two of the channels. */
    static Longs spatial(Longs weight) {
        return Longs.of(weight.stream().skip(2).toArray());
    }

    private static Operator gemm(FileNode node) {
        Attributes attributes = node.attributes();
        return new Operator.Gemm(
                attributes.flag("transA", false),
                attributes.flag("transB", false),
                attributes.real("alpha", 1),
                attributes.real("beta", 1));
    }

    private static Optional<Operator> einsum(FileNode node) {
        return EinsumEquation.parse(node.attributes().text("equation", ""))
                .filter(equation -> equation.operands().size() == node.inputCount())
                .map(Operator.Einsum::new);
    }

    private static Operator pool(FileNode node, Operator.Pool.Kind kind) {
        Attributes attributes = node.attributes();
        attributes.ignoreDefault("storage_order", 0);
        Longs kernel = attributes.wholes("kernel_shape");
        if (kernel.isEmpty()) {
            throw new IllegalArgumentException("A pool needs the attribute (kernel_shape).");
        }
        int rank = kernel.size();
        AutoPad autoPad = node.autoPad();
        return new Operator.Pool(
                kind,
                false,
                kernel,
                node.wholes("strides", rank, 1),
                autoPad == AutoPad.NOTSET ? node.wholes("pads", 2 * rank, 0) : attributes.wholes("pads"),
                node.wholes("dilations", rank, 1),
                attributes.flag("ceil_mode", false),
                kind == Operator.Pool.Kind.AVERAGE && attributes.flag("count_include_pad", false),
                autoPad);
    }

    private static Operator globalPool(Operator.Pool.Kind kind) {
        Longs none = Longs.of();
        return new Operator.Pool(kind, true, none, none, none, none, false, false, AutoPad.NOTSET);
    }

    /** Bounds and ratios must follow from constants, and a Dropout must be one of inference, or drop nothing. */
    private static Optional<Operator> activation(FileNode node, Operator.Activation.Kind kind) {
        if (!node.areConstant(1)
                || (kind == Operator.Activation.Kind.DROPOUT
                        && node.hasInput(2)
                        && !node.isZero(2)
                        && !node.isZero(1))) {
            return Optional.empty();
        }
        Set<String> known = switch (kind) {
            case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU -> Set.of("alpha");
            case HARD_SIGMOID -> Set.of("alpha", "beta");
            case SELU -> Set.of("alpha", "gamma");
            case SHRINK -> Set.of("bias", "lambd");
            case GELU -> Set.of("approximate");
            case DROPOUT -> Set.of("ratio", "seed");
            default -> Set.of();
        };
        return Optional.of(new Operator.Activation(kind, node.attributes().asGiven(known)));
    }

    private static OperatorRule elementwise(Operator.Elementwise.Kind kind) {
        int min = switch (kind) {
            case MIN, MAX, SUM, MEAN -> 1;
            case WHERE -> 3;
            default -> 2;
        };
        return new OperatorRule(min, min == 1 ? MANY : min, false, node -> {
            if (kind == Operator.Elementwise.Kind.MOD) {
                node.attributes().ignoreDefault("fmod", 0);
            }
            return dividesByPower(kind, node) ? Optional.empty() : Optional.of(new Operator.Elementwise(kind));
        });
    }

    /** Our powers are those of numbers that may be 0. */
    private static boolean dividesByPower(Operator.Elementwise.Kind kind, FileNode node) {
        return kind == Operator.Elementwise.Kind.POW
                && node.numbers(1)
                        .filter(exponents -> DoubleStream.of(exponents).anyMatch(exponent -> exponent < 0))
                        .isPresent();
    }

    private static Optional<Operator> batchNormalization(FileNode node) {
        if (node.attributes().flag("training_mode", false)) {
            return Optional.empty();
        }
        return Optional.of(named(node, Operator.Normalization.Kind.BATCH, Set.of("momentum")));
    }

    private static OperatorRule normalization(Operator.Normalization.Kind kind, int minInputs, String... attributes) {
        return OperatorRule.of(minInputs, 3, node -> named(node, kind, Set.of(attributes)));
    }

    private static Operator named(FileNode node, Operator.Normalization.Kind kind, Set<String> known) {
        float epsilon = node.attributes().real("epsilon", 1e-5f);
        Map<String, Attribute> parameters = node.attributes().asGiven(known);
        return new Operator.Normalization(kind, epsilon, parameters);
    }

    private static Operator localResponse(FileNode node) {
        float bias = node.attributes().real("bias", 1);
        Map<String, Attribute> parameters = node.attributes().asGiven(Set.of("alpha", "beta", "size"));
        return new Operator.Normalization(Operator.Normalization.Kind.LRN, bias, parameters);
    }

    private static Operator softmax(FileNode node, boolean log) {
        return new Operator.Softmax(node.attributes().wholeInt("axis", node.opset() < 13 ? 1 : -1), log);
    }

    private static Operator quantize(FileNode node) {
        node.attributes().ignoreDefault("saturate", 1);
        node.attributes().ignoreDefault("block_size", 0);
        node.attributes().ignoreDefault("output_dtype", 0);
        return new Operator.Quantize(node.attributes().wholeInt("axis", 1));
    }

    private static Operator dequantize(FileNode node) {
        node.attributes().ignoreDefault("block_size", 0);
        return new Operator.Dequantize(node.attributes().wholeInt("axis", 1));
    }
}
