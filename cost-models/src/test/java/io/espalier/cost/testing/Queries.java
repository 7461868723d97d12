package io.espalier.cost.testing;

import io.espalier.cost.CostQuery;
import io.espalier.cost.DefaultCostQuery;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.testing.NetworkBuilder;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Networks to ask the price of. */
public final class Queries {
    private Queries() {}

    /** A stem of 16 channels, a residual block of {@code inner} inside, a classifier of 10; inputs 3×32×32. */
    public static Model block(int inner) {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.relu(net.convolution("stem", net.input(3, 32, 32), 3, 16, 3, 1, 1));
        String branch = net.relu(net.convolution("conv1", stem, 16, inner, 3, 1, 1));
        String sum = net.relu(net.add(net.convolution("conv2", branch, inner, 16, 3, 1, 1), stem));
        return net.build(net.classifier(sum, 16, 10));
    }

    /** The same with an operator behind its stem that nobody knows and that does nothing. */
    public static ModelGraph withOpaque(int inner) {
        NetworkBuilder net = new NetworkBuilder(1, 17);
        String stem = net.relu(net.convolution("stem", net.input(3, 32, 32), 3, 16, 3, 1, 1));
        String branch = net.relu(net.convolution("conv1", stem, 16, inner, 3, 1, 1));
        String sum = net.relu(net.add(net.convolution("conv2", branch, inner, 16, 3, 1, 1), stem));
        net.node(new Operator.Opaque("", "Unheard", Map.of(), List.of()), sum);
        return net.build(net.classifier(sum, 16, 10)).graph();
    }

    public static CostQuery of(ModelGraph graph, Precision precision, HardwareProfile... profiles) {
        return DefaultCostQuery.of(
                graph,
                ShapeInference.infer(graph),
                Kernels.everywhere(graph, precision),
                List.of(profiles),
                Optional.empty());
    }
}
