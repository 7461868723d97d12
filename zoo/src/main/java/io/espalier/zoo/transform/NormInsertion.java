package io.espalier.zoo.transform;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts batch normalizations behind convolutions. The normalization of a convolution {@code c} is the node {@code
 * c<suffix>}; it defines the value that the convolution defined before.
 */
final class NormInsertion {
    private static final List<String> PARAMETERS = List.of(".scale", ".shift", ".mean", ".var");

    private final ModelGraph graph;
    private final String suffix;
    private final float epsilon;

    NormInsertion(ModelGraph graph, String suffix, float epsilon) {
        this.graph = graph;
        this.suffix = suffix;
        this.epsilon = epsilon;
    }

    /** Convolutions with a float weight that no batch normalization alone reads, in order. */
    static List<Node> places(ModelGraph graph) {
        return graph.nodes().stream()
                .filter(node -> channels(graph, node).isPresent())
                .filter(node -> BatchNormFold.normOf(graph, node).isEmpty())
                .toList();
    }

    /** Outputs of a convolution with a float weight; empty for other nodes. */
    static Optional<Integer> channels(ModelGraph graph, Node node) {
        if (!(node.operator() instanceof Operator.Convolution convolution)) {
            return Optional.empty();
        }
        return Optional.ofNullable(graph.weights().get(node.input(1)))
                .filter(type -> type.dataType() == DataType.FLOAT)
                .map(TensorType::shape)
                .map(weight -> convolution.transposed() ? weight.size(1) * convolution.groups() : weight.size(0))
                .map(Math::toIntExact);
    }

    String nameFor(Node convolution) {
        return convolution.name() + suffix;
    }

    /** The structure with normalizations behind {@code convolutions}. */
    ModelGraph structure(Set<String> convolutions) {
        ModelGraph.Builder builder = graph.toBuilder();
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!convolutions.contains(node.name())) {
                nodes.add(node);
                continue;
            }
            int channels = channels(graph, node).orElseThrow();
            parameterNames(node).forEach(name -> builder.weight(name, TensorType.floats(Shape.of(channels))));
            String raw = WeightNames.free(graph, node.output() + suffix + ".in");
            nodes.add(new Node(node.name(), node.operator(), node.inputs(), List.of(raw)));
            List<String> inputs = new ArrayList<>(List.of(raw));
            inputs.addAll(parameterNames(node));
            nodes.add(Node.of(nameFor(node), Operator.Normalization.batch(epsilon), inputs, node.output()));
        }
        return builder.nodes(nodes).build();
    }

    /** The network with normalizations behind the convolutions that {@code values} names. */
    Model model(Model model, Map<String, NormValues> values) {
        Map<String, Tensor> added = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            NormValues parameters = values.get(node.name());
            if (parameters == null) {
                continue;
            }
            Longs expected = Longs.of(channels(graph, node).orElseThrow());
            if (!parameters.scale().shape().equals(expected)) {
                throw new IllegalArgumentException(
                        "The convolution (%s) has %s outputs, but there are statistics of %s."
                                .formatted(
                                        node.name(),
                                        expected,
                                        parameters.scale().shape()));
            }
            List<String> names = parameterNames(node);
            for (int i = 0; i < names.size(); i++) {
                added.put(names.get(i), parameters.tensors().get(i));
            }
        }
        return new Model(structure(values.keySet()), model.weights().with(added));
    }

    private List<String> parameterNames(Node convolution) {
        return PARAMETERS.stream()
                .map(parameter -> WeightNames.free(graph, nameFor(convolution) + parameter))
                .toList();
    }
}
