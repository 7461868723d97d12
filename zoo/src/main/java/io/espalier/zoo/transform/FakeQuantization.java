package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Dequantize;
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
import java.util.SortedSet;
import java.util.function.Function;

/**
 * A float network whose weights and activations are rounded to few bits and back wherever an integer network would round
 * (Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018). The
 * graph itself says so, with pairs of QuantizeLinear and DequantizeLinear and a Clip of the codes between them, so that any
 * runtime computes what a training engine trains. Weights have a symmetric scale for each output channel, activations a
 * scale and a zero point; all scales are weights, first chosen by least squares, then moved by a {@link ScaleRule}.
 *
 * <p>A batch normalization behind a convolution stays where it is: it folds into the scales of the channels ({@link
 * IntegerForm}), and so the rounded weights are the same before and after.
 */
public final class FakeQuantization {
    private static final int OPSET_WITH_SCALES_A_CHANNEL = 13;
    private static final int STORED_BITS = 8;

    private final Model model;
    private final ActivationWidths widths;
    private final Function<Node, Precision> precision;
    private final ModelGraph exported;
    private final ActivationHistograms histograms;
    private final ModelGraph.Builder builder;
    private final Map<String, Tensor> weights;
    private final Map<String, Code> codes = new HashMap<>();
    /** By value and width. */
    private final Map<String, String> rounded = new HashMap<>();

    /** Names of the weights that hold a scale and a zero point. */
    private record Code(String scale, String zeroPoint) {}

    private FakeQuantization(
            Model model, ModelGraph exported, Function<Node, Precision> precision, ActivationHistograms histograms) {
        this.model = model;
        this.exported = exported;
        this.precision = precision;
        this.histograms = histograms;
        widths = new ActivationWidths(exported, precision);
        builder = model.graph().toBuilder().nodes(List.of());
        weights = new LinkedHashMap<>(model.weights().tensors());
    }

    /**
     * The network with fake quantization.
     *
     * @param model that network, or it with normalizations behind its convolutions ({@link BatchNormInsertion})
     * @param exported the network in its exported form
     * @param precision by node of {@code exported}: bits 2 to 8, or a float format for what is not rounded
     * @param histograms of the activations of {@code exported}
     * @param scales where a training is to take its scales from
     * @throws UnsupportedFeatureException when {@link QdqQuantizer#refusal} says why
     */
    public static Model insert(
            Model model,
            ModelGraph exported,
            Function<Node, Precision> precision,
            ActivationHistograms histograms,
            ScaleRule scales) {
        QdqQuantizer.refusal(exported).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        FakeQuantization quantization = new FakeQuantization(model, exported, precision, histograms);
        scales.write(quantization.builder);
        return quantization.rewrite();
    }

    private Model rewrite() {
        ModelGraph graph = model.graph();
        if (graph.opset() < OPSET_WITH_SCALES_A_CHANNEL) {
            builder.opset("", OPSET_WITH_SCALES_A_CHANNEL);
        }
        graph.inputs().forEach(input -> addPairs(input.name(), ""));
        for (Node node : graph.nodes()) {
            builder.node(rewrite(node));
            String moved = QdqLayout.movesElements(graph, node) ? node.input(0) : "";
            node.outputs().forEach(output -> addPairs(output, moved));
        }
        return DeadNodes.remove(new Model(builder.build(), Weights.of(weights)));
    }

    private Node rewrite(Node node) {
        List<String> inputs = new ArrayList<>(node.inputs());
        Node known = exported.node(node.name()).orElse(node);
        inputs.replaceAll(input -> rounded.getOrDefault(key(input, widths.readBy(known)), input));
        if (widths.multiplies(known)) {
            inputs.set(1, roundedWeight(known, node.input(1)));
        }
        return node.withInputs(inputs);
    }

    private static String key(String value, int bits) {
        return value + "/" + bits;
    }

    /** Rounds a value to each of the widths it is read in. @param moved the value whose elements it holds; empty: its own */
    private void addPairs(String value, String moved) {
        if (!widths.isQuantized(value)) {
            return;
        }
        SortedSet<Integer> needed = widths.of(value);
        int kept = needed.last();
        String keptAs = addPair(value, value, kept, moved);
        for (int bits : needed.headSet(kept)) {
            addPair(keptAs, value, bits, "");
        }
    }

    private String addPair(String source, String value, int bits, String moved) {
        String prefix = key(value, bits);
        Code code = codes.get(key(moved, bits));
        if (code == null) {
            AffineCode least = histograms.code(value, bits);
            byte zeroPoint = (byte) least.zeroPoint();
            code = new Code(
                    addWeight(prefix + "/scale", Tensor.ofFloats(Longs.of(), least.scale())),
                    addWeight(prefix + "/zero_point", Tensor.ofBytes(DataType.UINT8, Longs.of(), zeroPoint)));
        }
        codes.put(prefix, code);
        List<String> bounds = bits == STORED_BITS ? List.of() : bounds(DataType.UINT8, 0, (1 << bits) - 1);
        String floats = addQuantizer(source, prefix, code, 1, bounds);
        rounded.put(prefix, floats);
        return floats;
    }

    private String roundedWeight(Node node, String name) {
        int bits = precision.apply(node).weightBits();
        int axis = SymmetricWeights.channelAxis(node);
        String prefix = "%s/%d/%d".formatted(name, bits, axis);
        String known = rounded.get(prefix);
        if (known != null) {
            return known;
        }
        Levels levels = Levels.ofWeights(bits);
        float[] scales = LeastSquares.scales(model.weights().get(name), axis, levels);
        Longs channels = Longs.of(scales.length);
        Code code = new Code(
                addWeight(prefix + "/scale", Tensor.ofFloats(channels, scales)),
                addWeight(prefix + "/zero_point", Tensor.ofBytes(DataType.INT8, channels, new byte[scales.length])));
        String floats =
                addQuantizer(name, prefix, code, axis, bounds(DataType.INT8, levels.lowest(), levels.highest()));
        rounded.put(prefix, floats);
        return floats;
    }

    /** @param bounds names of the least and greatest code; none: those of the type */
    private String addQuantizer(String source, String prefix, Code code, int axis, List<String> bounds) {
        String integers = prefix + "/quantized";
        List<String> inputs = List.of(source, code.scale(), code.zeroPoint());
        builder.node(prefix + "/QuantizeLinear", new Quantize(axis), inputs, integers);
        if (!bounds.isEmpty()) {
            String clipped = prefix + "/clipped";
            Operator clip = Activation.of(Activation.Kind.CLIP);
            builder.node(prefix + "/Clip", clip, List.of(integers, bounds.get(0), bounds.get(1)), clipped);
            integers = clipped;
        }
        String floats = prefix + "/dequantized";
        inputs = List.of(integers, code.scale(), code.zeroPoint());
        builder.node(prefix + "/DequantizeLinear", new Dequantize(axis), inputs, floats);
        return floats;
    }

    private List<String> bounds(DataType type, int least, int greatest) {
        String prefix = "codes/%s".formatted(type == DataType.INT8 ? "int8" : "uint8");
        return List.of(
                addWeight("%s/%d".formatted(prefix, least), Tensor.ofBytes(type, Longs.of(), (byte) least)),
                addWeight("%s/%d".formatted(prefix, greatest), Tensor.ofBytes(type, Longs.of(), (byte) greatest)));
    }

    private String addWeight(String name, Tensor tensor) {
        builder.weight(name, tensor.type());
        weights.put(name, tensor);
        return name;
    }
}
