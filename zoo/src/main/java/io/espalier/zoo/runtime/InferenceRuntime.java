package io.espalier.zoo.runtime;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Something that runs ONNX models. Thread-safe. */
public interface InferenceRuntime {

    /** The runtime's name, such as {@code onnxruntime}. */
    String name();

    /** The runtime's version, such as {@code 1.29.0}. */
    String version();

    /** What it runs networks with: {@code cpu}, {@code cuda}, …. */
    default String provider() {
        return "cpu";
    }

    /**
     * Prepares {@code model} to be run.
     *
     * @throws io.espalier.zoo.graph.InvalidModelException when the runtime finds the model broken
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException when the runtime lacks a kernel for it
     */
    InferenceSession open(Model model, SessionOptions options);

    /** Prepares the model of a file as the runtime itself reads it, external data included. Throws like the other. */
    InferenceSession open(Path onnxFile, SessionOptions options);

    /**
     * The time of every node as the runtime runs it inside the whole network, optimised, by the runtime's own profiler.
     * A fused node is one entry.
     *
     * @param feeds one tensor for each input, the same in every run
     * @param threads threads inside one operator, 1 or more
     * @param warmup runs that are dropped, 0 or more
     * @param runs runs that are kept, 1 or more
     * @return in order of execution
     */
    List<NodeTiming> profile(Model model, Map<String, Tensor> feeds, int threads, int warmup, int runs);

    /**
     * The graph that the runtime makes of {@code model} before it runs it. Nodes that the runtime adds may be unknown here,
     * hence {@link io.espalier.zoo.graph.Operator.Opaque}.
     *
     * @throws io.espalier.zoo.graph.UnsupportedFeatureException when the runtime does not tell
     */
    default ModelGraph optimized(Model model) {
        throw new UnsupportedFeatureException(
                """
                The runtime (%s) does not tell what it makes of the model (%s).
                Maybe ask another runtime, such as onnxruntime.""".formatted(name(), model.graph().name()));
    }
}
