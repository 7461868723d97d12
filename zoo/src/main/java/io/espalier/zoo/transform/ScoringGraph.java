package io.espalier.zoo.transform;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A private copy of a network in which chosen batch normalizations normalize by the moments of their batch and return
 * them, in place of the network's outputs. So each layer's moments are taken with all earlier layers already
 * normalized, in one pass (EagleEye, Li et al. 2020).
 *
 * @param model the copy
 * @param norms nodes whose moments it returns, and how many channels they have
 */
record ScoringGraph(Model model, Map<Node, Integer> norms) {
    /** The first operator set in which a batch normalization can use and return the moments of its batch. */
    private static final int TRAINING_MODE = 14;

    static ScoringGraph of(Model model, Collection<String> chosen) {
        ModelGraph graph = model.graph();
        Set<String> names = new HashSet<>(chosen);
        Optional<Shapes> shapes =
                graph.opset() >= TRAINING_MODE ? Optional.empty() : Optional.of(ShapeInference.infer(graph));
        Map<Node, Integer> norms = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>();
        List<GraphValue> outputs = new ArrayList<>();
        Map<String, Tensor> added = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (!names.contains(node.name())) {
                nodes.add(node);
                continue;
            }
            norms.put(node, model.weights().get(node.input(1)).elements());
            Shape moments = Shape.of(norms.get(node));
            if (shapes.isEmpty()) {
                nodes.add(training(node));
            } else {
                int rank = shapes.get().known(node.input(0)).rank();
                nodes.addAll(BatchMoments.expanded(model, node, rank, added));
                moments =
                        Shape.of(Longs.repeat(1, rank).with(1, moments.size(0)).toArray());
            }
            outputs.add(new GraphValue(meanOf(node), TensorType.floats(moments)));
            outputs.add(new GraphValue(varianceOf(node), TensorType.floats(moments)));
        }
        ModelGraph.Builder builder = graph.toBuilder().nodes(nodes).outputs(outputs);
        added.forEach((name, tensor) -> builder.weight(name, tensor.type()));
        return new ScoringGraph(
                new Model(DeadNodes.remove(builder.build()), model.weights().with(added)), norms);
    }

    private static Node training(Node node) {
        float epsilon = ((Operator.Normalization) node.operator()).epsilon();
        Operator operator = new Operator.Opaque(
                "",
                "BatchNormalization",
                Map.of(
                        "epsilon", new Attribute.Real(epsilon),
                        "momentum", new Attribute.Real(0),
                        "training_mode", new Attribute.Whole(1)),
                List.of());
        return new Node(node.name(), operator, node.inputs(), List.of(node.output(), meanOf(node), varianceOf(node)));
    }

    static String meanOf(Node norm) {
        return norm.name() + ".batch_mean";
    }

    static String varianceOf(Node norm) {
        return norm.name() + ".batch_var";
    }

    /** Moments by name of the normalization, pooled over the batches. */
    Map<String, ChannelMoments> run(Iterable<Map<String, Tensor>> batches, InferenceRuntime runtime, int threads) {
        if (norms.isEmpty()) {
            return Map.of();
        }
        Map<Node, MomentPool> pools = new LinkedHashMap<>();
        norms.forEach((norm, channels) -> pools.put(norm, new MomentPool(channels)));
        try (InferenceSession session = runtime.open(model, SessionOptions.of(threads))) {
            for (Map<String, Tensor> batch : batches) {
                Weights moments = Weights.of(session.run(batch));
                double samples = batch.values().iterator().next().shape().at(0);
                pools.forEach((norm, pool) -> pool.add(
                        moments.get(meanOf(norm)).floats(),
                        moments.get(varianceOf(norm)).floats(),
                        samples));
            }
        }
        Map<String, ChannelMoments> pooled = new LinkedHashMap<>();
        pools.forEach((norm, pool) -> pooled.put(norm.name(), pool.moments()));
        return pooled;
    }
}
