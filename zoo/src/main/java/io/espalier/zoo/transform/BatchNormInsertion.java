package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts a batch normalization behind each convolution that has none, as the identity of the network as it is: running
 * mean and shift are the mean of the convolution's output, running variance and scale its variance and deviation. So a
 * network whose normalizations were folded can be trained again; {@link BatchNormFolding} takes them out. The filters
 * are scaled to one length, and the normalization takes that back.
 */
public final class BatchNormInsertion {
    private static final String SUFFIX = ".bn";
    private static final float EPSILON = 1e-5f;

    private BatchNormInsertion() {}

    /**
     * @param statistics of this very network, not of its parent
     * @throws IllegalArgumentException when they lack a convolution or have another number of channels
     */
    public static Model insert(Model model, ActivationStatistics statistics) {
        FilterScale scale = new FilterScale(model);
        Map<String, NormValues> values = new LinkedHashMap<>();
        Map<String, Tensor> filters = new LinkedHashMap<>();
        for (Node node : NormInsertion.places(model.graph())) {
            ChannelMoments moments = statistics.known(node.name());
            double[] factors = scale.factors(node, moments.channels());
            filters.putAll(scale.scaled(node, factors));
            values.put(node.name(), NormValues.unscaling(moments, factors, EPSILON));
        }
        Model scaled = new Model(model.graph(), model.weights().with(filters));
        return new NormInsertion(model.graph(), SUFFIX, EPSILON).model(scaled, values);
    }

    /** The structure of {@link #insert(Model, ActivationStatistics)}: the same values of the same names. */
    public static ModelGraph insert(ModelGraph graph) {
        return new NormInsertion(graph, SUFFIX, EPSILON)
                .structure(NormInsertion.places(graph).stream().map(Node::name).collect(Collectors.toSet()));
    }
}
