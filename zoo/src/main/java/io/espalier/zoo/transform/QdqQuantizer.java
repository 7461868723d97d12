package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Convolution;
import io.espalier.zoo.graph.Operator.Dequantize;
import io.espalier.zoo.graph.Operator.Gemm;
import io.espalier.zoo.graph.Operator.MatMul;
import io.espalier.zoo.graph.Operator.Quantize;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Static post-training quantization in the QDQ form: each 8-bit kernel stays a float operator between
 * DequantizeLinear and QuantizeLinear nodes, which the runtime fuses. Weights are symmetric int8 with a scale an output
 * channel, biases int32, activations asymmetric uint8 with one scale a tensor (Jacob et al., 2018; Krishnamoorthi,
 * 2018). Node names are kept, so that a kernel is found again in the runtime's profile.
 */
public final class QdqQuantizer {
    private static final int OPSET_WITH_SCALES_A_CHANNEL = 13;

    private final Model model;
    private final Calibration calibration;
    private final Function<Node, Precision> precision;
    private final ModelGraph.Builder builder;
    private final Map<String, Tensor> weights;
    private final StoredWeights stored;
    private final Set<String> quantized;
    private final Map<String, AffineCode> codes = new HashMap<>();
    private final Map<String, String> dequantized = new HashMap<>();

    private QdqQuantizer(Model model, Function<Node, Precision> precision, Calibration calibration) {
        this.model = model;
        this.calibration = calibration;
        this.precision = precision;
        quantized = QdqLayout.quantizedValues(model.graph(), precision);
        builder = model.graph().toBuilder().nodes(List.of());
        weights = new LinkedHashMap<>(model.weights().tensors());
        stored = new StoredWeights(builder, weights);
    }

    /**
     * The quantized form of {@code model}.
     *
     * @param model in its exported form: constants folded, BatchNormalization folded
     * @param precision of each node; nodes for which no 8-bit kernel exists stay in float
     * @param calibration ranges of the activations of this very model
     * @throws UnsupportedFeatureException when {@link #refusal} says why
     */
    public static Model quantize(Model model, Function<Node, Precision> precision, Calibration calibration) {
        refusal(model.graph()).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        return new QdqQuantizer(model, precision, calibration).rewrite();
    }

    /** Whether the node runs in 8 bits when its precision says so. */
    public static boolean runsInInt8(ModelGraph graph, Node node) {
        return QdqLayout.runsInInt8(graph, node);
    }

    /** Why a graph cannot be quantized; empty when it can. */
    public static Optional<String> refusal(ModelGraph graph) {
        if (graph.nodes().stream().anyMatch(node -> node.operator() instanceof Quantize)) {
            return Optional.of("The model is quantized already.");
        }
        if (graph.opset() >= OPSET_WITH_SCALES_A_CHANNEL) {
            return Optional.empty();
        }
        return graph.nodes().stream()
                .filter(node -> changedInOpset13(node.operator()))
                .findFirst()
                .map(node ->
                        "The node (%s) has another meaning in opset 13, which scales a channel need, than in the model's opset (%d).\nMaybe export the model again with opset 13 or later."
                                .formatted(node.name(), graph.opset()));
    }

    private static boolean changedInOpset13(Operator operator) {
        return operator instanceof Operator.Split
                || operator instanceof Operator.Softmax
                || operator instanceof Operator.Opaque
                || operator instanceof Operator.Reduce reduce && reduce.kind() == Operator.Reduce.Kind.SUM
                || operator instanceof Operator.Reshape reshape
                        && (reshape.kind() == Operator.Reshape.Kind.SQUEEZE
                                || reshape.kind() == Operator.Reshape.Kind.UNSQUEEZE);
    }

    private Model rewrite() {
        ModelGraph graph = model.graph();
        if (graph.opset() < OPSET_WITH_SCALES_A_CHANNEL) {
            builder.opset("", OPSET_WITH_SCALES_A_CHANNEL);
        }
        graph.inputs().forEach(input -> addPair(input.name(), null));
        for (Node node : graph.nodes()) {
            builder.node(rewrite(node));
            node.outputs().forEach(output -> addPair(output, node));
        }
        return DeadNodes.remove(new Model(builder.build(), Weights.of(weights)));
    }

    private Node rewrite(Node node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.replaceAll(input -> dequantized.getOrDefault(input, input));
        Operator operator = node.operator();
        boolean weighted = operator instanceof Convolution || operator instanceof Gemm || operator instanceof MatMul;
        if (weighted && precision.apply(node).equals(Precision.INT8) && QdqLayout.runsInInt8(model.graph(), node)) {
            return withIntegerWeights(node, inputs);
        }
        return node.withInputs(inputs);
    }

    /** Adds QuantizeLinear and DequantizeLinear behind {@code value} when it is to be quantized. */
    private void addPair(String value, @Nullable Node producer) {
        if (!quantized.contains(value)) {
            return;
        }
        AffineCode code = codeOf(value, producer);
        codes.put(value, code);
        String scale = stored.addWeight(value + "/scale", Tensor.ofFloats(Longs.of(), code.scale()));
        String zeroPoint = stored.addWeight(
                value + "/zero_point", Tensor.ofBytes(DataType.UINT8, Longs.of(), (byte) code.zeroPoint()));
        String integers = value + "/quantized";
        builder.node(value + "/QuantizeLinear", new Quantize(1), List.of(value, scale, zeroPoint), integers);
        String floats = value + "/dequantized";
        builder.node(value + "/DequantizeLinear", new Dequantize(1), List.of(integers, scale, zeroPoint), floats);
        dequantized.put(value, floats);
    }

    private AffineCode codeOf(String value, @Nullable Node producer) {
        if (producer != null && QdqLayout.movesElements(model.graph(), producer)) {
            AffineCode source = codes.get(producer.input(0));
            if (source != null) {
                return source;
            }
        }
        ValueRange range = calibration
                .range(value)
                .orElseThrow(
                        () -> new IllegalArgumentException("The activation (%s) was not calibrated.".formatted(value)));
        return new AffineCode(range.scale(), range.zeroPoint());
    }

    private Node withIntegerWeights(Node node, List<String> inputs) {
        AffineCode input = codes.get(node.input(0));
        if (input == null) {
            throw new IllegalStateException(
                    "The input (%s) of (%s) has no code.".formatted(node.input(0), node.name()));
        }
        Tensor weight = model.weights().get(node.input(1));
        float[] bias = node.hasInput(2) ? model.weights().get(node.input(2)).floats() : new float[0];
        SymmetricWeights integers =
                SymmetricWeights.of(weight, SymmetricWeights.channelAxis(node), bias, input.scale());
        return stored.into(node.withInputs(inputs), integers);
    }
}
