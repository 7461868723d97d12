package io.espalier.pytorch;

import io.espalier.training.TrainedWeights;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.transform.FakeQuantizer;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is run of a network, and what of it is trained.
 *
 * @param nodes those that compute numbers with a fraction, in order
 * @param trained names of the weights that are trained
 * @param statistics names of running means and variances
 * @param shapes of all values, at the batch
 */
record TorchPlan(ModelGraph graph, List<Node> nodes, Set<String> trained, Set<String> statistics, Shapes shapes) {

    static TorchPlan of(Model model, int batch) {
        ModelGraph graph = model.graph();
        List<GraphValue> inputs = graph.inputs().stream()
                .map(input -> {
                    Shape shape = input.type().shape().with(0, Dim.of(batch));
                    return new GraphValue(input.name(), input.type().withShape(shape));
                })
                .toList();
        Set<String> statistics = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (node.operator() instanceof Operator.Normalization norm
                    && norm.kind() == Operator.Normalization.Kind.BATCH) {
                statistics.add(node.input(3));
                statistics.add(node.input(4));
            }
        }
        return new TorchPlan(
                graph,
                floating(graph),
                TrainedWeights.of(model),
                statistics,
                ShapeInference.infer(graph.toBuilder().inputs(inputs).build()));
    }

    /** The pairs that round to levels, by the node that each ends in. */
    static Map<String, FakeQuantizer> quantizers(ModelGraph graph) {
        Map<String, FakeQuantizer> quantizers = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            FakeQuantizer.endingIn(graph, node)
                    .filter(pair -> graph.weights().containsKey(pair.scale()))
                    .ifPresent(pair -> quantizers.put(node.name(), pair));
        }
        return quantizers;
    }

    /** All nodes but those that compute shapes and axes, or codes between the two ends of a quantizer. */
    private static List<Node> floating(ModelGraph graph) {
        Set<String> codes = codes(graph);
        Set<String> integers = new HashSet<>(graph.constants().keySet());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            boolean integer = node.operator() instanceof Operator.ShapeOf
                    || (!node.inputs().isEmpty()
                            && node.inputs().stream().allMatch(name -> name.isEmpty() || integers.contains(name)));
            if (integer) {
                integers.addAll(node.outputs());
            } else if (node.outputs().stream().noneMatch(codes::contains)) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /** The values between the two ends of the quantizers. */
    private static Set<String> codes(ModelGraph graph) {
        Set<String> codes = new HashSet<>();
        for (String end : quantizers(graph).keySet()) {
            String last = graph.node(end).orElseThrow().input(0);
            codes.add(last);
            graph.producer(last)
                    .filter(maker -> !(maker.operator() instanceof Operator.Quantize))
                    .ifPresent(clip -> codes.add(clip.input(0)));
        }
        return codes;
    }

    /** Why the network cannot be trained; empty when it can. */
    static Optional<String> refusal(ModelGraph graph) {
        TorchSupport support = new TorchSupport();
        Set<String> quantizers = quantizers(graph).keySet();
        List<String> refusals = floating(graph).stream()
                .filter(node -> !quantizers.contains(node.name()))
                .flatMap(node ->
                        node.operator().accept(support).stream().map(what -> "%s (%s)".formatted(what, node.name())))
                .toList();
        if (refusals.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("""
                The PyTorch engine cannot train this network: %s.
                Maybe fold its constants first, or search without tuning.""".formatted(String.join(", ", refusals)));
    }

    /** The sizes of a value. @throws UnsupportedFeatureException when they are not known before the run */
    Longs sizes(String value) {
        return shapes.shape(value)
                .filter(Shape::isKnown)
                .map(shape -> Longs.of(shape.toArray()))
                .orElseThrow(() -> new UnsupportedFeatureException(
                        "The PyTorch engine cannot train this network: the sizes of a value (%s) are not known."
                                .formatted(value)));
    }

    /** Integers that are known before the run. @throws UnsupportedFeatureException otherwise */
    long[] integers(String value) {
        if (graph.constants().containsKey(value)) {
            return graph.constants().get(value).values().toArray();
        }
        return shapes.integers(value)
                .map(Longs::toArray)
                .orElseThrow(() -> new UnsupportedFeatureException(
                        "The PyTorch engine cannot train this network: shapes or axes (%s) are computed."
                                .formatted(value)));
    }
}
