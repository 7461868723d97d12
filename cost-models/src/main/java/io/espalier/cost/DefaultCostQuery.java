package io.espalier.cost;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A query made of its parts; kernels are found once. */
public record DefaultCostQuery(
        ModelGraph graph,
        Shapes shapes,
        Function<Node, Precision> precisions,
        List<Kernel> kernels,
        List<HardwareProfile> profiles,
        Optional<CostQuery> parent)
        implements CostQuery {
    public DefaultCostQuery {
        kernels = List.copyOf(kernels);
        profiles = List.copyOf(profiles);
    }

    /** The query about {@code graph} (as exported) at these precisions. */
    public static DefaultCostQuery of(
            ModelGraph graph,
            Shapes shapes,
            Function<Node, Precision> precisions,
            List<HardwareProfile> profiles,
            Optional<CostQuery> parent) {
        return new DefaultCostQuery(graph, shapes, precisions, Kernels.of(graph, shapes, precisions), profiles, parent);
    }

    @Override
    public Precision precision(Node node) {
        return precisions.apply(node);
    }
}
