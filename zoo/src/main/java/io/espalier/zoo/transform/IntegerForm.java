package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator.Dequantize;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network with {@linkplain FakeQuantization fake quantization} as it is kept and run: weights as the integers they were
 * rounded to, biases as 32-bit integers, batch normalizations folded. A normalization multiplies a channel by one factor,
 * which its scale takes in; the integers stay, or change their sign. So the outputs are those of the network in inference,
 * but for the rounding of biases.
 */
public final class IntegerForm {
    private final Model model;
    /** By node: the step of the weights of each of its channels. */
    private final Map<String, float[]> scales = new LinkedHashMap<>();

    private IntegerForm(Model model) {
        this.model = model;
    }

    /** The form of {@code model}; of one without fake quantization of weights: itself, with normalizations folded. */
    public static Model of(Model model) {
        return new IntegerForm(model).rewrite();
    }

    private Model rewrite() {
        Model rounded = DeadNodes.remove(withRoundedWeights());
        for (BatchNormFold fold : BatchNormFold.allIn(rounded.graph(), norm -> true)) {
            float[] steps = scales.get(fold.node().name());
            if (steps != null) {
                double[] factors = fold.factors(rounded.weights());
                for (int channel = 0; channel < steps.length; channel++) {
                    steps[channel] = (float) (steps[channel] * Math.abs(factors[channel]));
                }
            }
        }
        return withIntegers(BatchNormFolding.fold(rounded));
    }

    /** Float weights that hold the levels of their quantizers. */
    private Model withRoundedWeights() {
        ModelGraph graph = model.graph();
        ModelGraph.Builder builder = graph.toBuilder().nodes(List.of());
        Map<String, Tensor> weights = new LinkedHashMap<>(model.weights().tensors());
        for (Node node : graph.nodes()) {
            Optional<FakeQuantizer> quantizer = ofWeight(node);
            if (quantizer.isEmpty()) {
                builder.node(node);
                continue;
            }
            List<String> inputs = new ArrayList<>(node.inputs());
            Tensor rounded = rounded(quantizer.get());
            String source = quantizer.get().source();
            boolean shared = graph.consumers(source).size() > 1;
            String name = shared ? WeightNames.free(graph, source + "@" + node.name()) : source;
            builder.weight(name, rounded.type());
            weights.put(name, rounded);
            inputs.set(1, name);
            builder.node(node.withInputs(inputs));
            scales.put(node.name(), model.weights().get(quantizer.get().scale()).floats());
        }
        return new Model(builder.build(), Weights.of(weights));
    }

    private Optional<FakeQuantizer> ofWeight(Node node) {
        return model.graph()
                .producer(node.input(1))
                .flatMap(producer -> FakeQuantizer.endingIn(model.graph(), producer))
                .filter(pair -> model.graph().weights().containsKey(pair.source()));
    }

    private Tensor rounded(FakeQuantizer quantizer) {
        Tensor weight = model.weights().get(quantizer.source());
        float[] steps = model.weights().get(quantizer.scale()).floats();
        Levels levels = quantizer.levels(model.weights());
        int inner = SymmetricWeights.inner(weight, quantizer.axis());
        float[] values = weight.floats();
        for (int i = 0; i < values.length; i++) {
            float step = steps[i / inner % steps.length];
            values[i] = step * levels.nearest(values[i], step);
        }
        return Tensor.ofFloats(weight.shape(), values);
    }

    private Model withIntegers(Model folded) {
        ModelGraph graph = folded.graph();
        ModelGraph.Builder builder = graph.toBuilder().nodes(List.of());
        Map<String, Tensor> weights = new LinkedHashMap<>(folded.weights().tensors());
        StoredWeights stored = new StoredWeights(builder, weights);
        for (Node node : graph.nodes()) {
            float[] steps = scales.get(node.name());
            if (steps == null) {
                builder.node(node);
                continue;
            }
            float[] bias =
                    node.hasInput(2) ? folded.weights().get(node.input(2)).floats() : new float[0];
            Tensor weight = folded.weights().get(node.input(1));
            int axis = SymmetricWeights.channelAxis(node);
            float inputScale = inputScale(folded, node);
            builder.node(stored.into(node, SymmetricWeights.of(weight, axis, steps, bias, inputScale)));
        }
        return DeadNodes.remove(new Model(builder.build(), Weights.of(weights)));
    }

    private static float inputScale(Model folded, Node node) {
        return folded.graph()
                .producer(node.input(0))
                .filter(producer -> producer.operator() instanceof Dequantize)
                .map(pair -> folded.weights().get(pair.input(1)).floats()[0])
                .orElseThrow(() -> new IllegalArgumentException(
                        "The weights of (%s) are quantized, but not its input.".formatted(node.name())));
    }
}
