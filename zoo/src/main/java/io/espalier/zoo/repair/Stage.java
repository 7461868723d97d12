package io.espalier.zoo.repair;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples on their way through a network: what they are at its last bottleneck is kept, so that what lies behind is
 * computed from there. Its weights may change in front of the stage only.
 */
final class Stage {
    /** More than this is not kept; the stage stays where it was. */
    private static final long MOST_BYTES = 512L << 20;

    private final InferenceRuntime runtime;
    private final SessionOptions options;
    private Iterable<Map<String, Tensor>> samples;
    private String value = "";
    private int position = -1;

    /** @param samples inputs by name, their first axis counting samples */
    Stage(InferenceRuntime runtime, int threads, Iterable<Map<String, Tensor>> samples) {
        this.runtime = runtime;
        this.options = SessionOptions.of(threads);
        this.samples = samples;
    }

    /** What the network reads at this stage. */
    Iterable<Map<String, Tensor>> samples() {
        return samples;
    }

    /** Goes on to the last bottleneck before {@code node} unless it is there, or what is to be kept is too large. */
    void advance(Model model, String node) {
        Map.Entry<Integer, String> next =
                Bottlenecks.of(model.graph()).before(node).orElse(null);
        if (next == null || next.getKey() <= position || next.getValue().equals(value)) {
            return;
        }
        List<Map<String, Tensor>> kept = new ArrayList<>();
        long bytes = 0;
        try (Tap tap = tap(model, next.getValue())) {
            for (Map<String, Tensor> batch : samples) {
                Tensor behind = tap.of(batch);
                bytes += Float.BYTES * behind.shape().product();
                if (bytes > MOST_BYTES) {
                    return;
                }
                kept.add(Map.of(next.getValue(), behind));
            }
        }
        samples = kept;
        value = next.getValue();
        position = next.getKey();
    }

    /** Computes the value (to) from here. */
    Tap tap(Model model, String to) {
        return new Tap(model, to);
    }

    /** Computes one value of batches of this stage. */
    final class Tap implements AutoCloseable {
        private final String to;
        private final Optional<InferenceSession> session;

        private Tap(Model model, String to) {
            this.to = to;
            this.session = to.equals(value) ? Optional.empty() : Optional.of(runtime.open(piece(model, to), options));
        }

        Tensor of(Map<String, Tensor> batch) {
            return Weights.of(session.map(opened -> opened.run(batch)).orElse(batch))
                    .get(to);
        }

        @Override
        public void close() {
            session.ifPresent(InferenceSession::close);
        }
    }

    private Model piece(Model model, String to) {
        ModelGraph graph = model.graph();
        Shapes shapes = ShapeInference.infer(graph);
        ModelGraph.Builder piece = graph.toBuilder()
                .outputs(List.of(new GraphValue(to, shapes.type(to).orElseThrow())));
        if (position >= 0) {
            piece.inputs(List.of(new GraphValue(value, shapes.type(value).orElseThrow())))
                    .nodes(graph.nodes().subList(position + 1, graph.nodes().size()));
        }
        return DeadNodes.remove(new Model(piece.build(), model.weights()));
    }
}
