package io.espalier.cost;

import io.espalier.profile.HardwareProfile;
import io.espalier.profile.Kernel;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shapes;
import java.util.List;
import java.util.Optional;

/** The network that a cost model is asked about. Implementations are immutable and thread-safe. */
public interface CostQuery {
    /** The graph as exported: constants folded, batch normalization folded, in floating point. */
    ModelGraph graph();

    /** What is known of the shapes of {@link #graph()}; the batch may be a symbol. */
    Shapes shapes();

    /** In which number formats a node of {@link #graph()} runs. */
    Precision precision(Node node);

    /** The kernels that a runtime makes of it, each node of the graph in exactly one. */
    List<Kernel> kernels();

    /** The profiles of the run, in the order that the user gave; may be empty. */
    List<HardwareProfile> profiles();

    /** The network that this one was cut from. */
    Optional<CostQuery> parent();
}
