package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.RuntimeFacts;
import io.espalier.profile.fusion.ShippedFusionRules;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.transform.QdqQuantizer;
import java.util.List;
import java.util.function.Function;

/** The kernels that ONNX Runtime makes of a graph on a CPU. */
public final class Kernels {
    private static final SpelledFunctions OWN = new SpelledFunctions(ShippedFusionRules.own());

    private Kernels() {}

    /**
     * The kernels of a graph as exported, in the order of their first node, each node in exactly one. Linear in the size
     * of the graph; no tensor is touched. Which operators join is said by {@link ShippedFusionRules#own}: in floating point a convolution takes the addition and the activation behind
     * it along when the runtime keeps all operands in its blocked layout; in 8 bits the activation vanishes into the
     * range of the output, and an addition is a kernel of its own.
     *
     * @param exported in floating point; quantization is told by {@code precision}
     * @param shapes of {@code exported}; the batch may be a symbol
     */
    public static List<Kernel> of(ModelGraph exported, Shapes shapes, Function<Node, Precision> precision) {
        return new KernelFinder(exported, shapes, precision, OWN).find();
    }

    /** The kernels that another version of the runtime makes, by {@link ShippedFusionRules#nearest}. */
    public static List<Kernel> of(
            ModelGraph exported, Shapes shapes, Function<Node, Precision> precision, RuntimeFacts runtime) {
        SpelledFunctions spelled = new SpelledFunctions(ShippedFusionRules.nearest(runtime));
        return new KernelFinder(exported, shapes, precision, spelled).find();
    }

    /** The kernels of {@code exported} when every node that can run at {@code precision} does. */
    public static List<Kernel> of(ModelGraph exported, Precision precision) {
        return of(exported, everywhere(exported, precision));
    }

    /** {@code precision} for the nodes that can run at it, floating point for the others. */
    public static Function<Node, Precision> everywhere(ModelGraph exported, Precision precision) {
        return node -> precision.equals(Precision.FP32) || QdqQuantizer.runsInInt8(exported, node)
                ? precision
                : Precision.FP32;
    }

    /** The kernels of {@code exported}, with the shapes inferred. */
    public static List<Kernel> of(ModelGraph exported, Function<Node, Precision> precision) {
        return of(exported, ShapeInference.infer(exported), precision);
    }
}
