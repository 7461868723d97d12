package io.espalier.zoo.repair;

import io.espalier.zoo.channels.ChannelGroups;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * For each layer of a network that can lose inputs: the products of every two of its inputs, averaged over sampled
 * windows of sample images. All that least squares needs to know of the images, for any cut, so it is collected once.
 */
public final class InputProducts {
    /** More columns than this are left alone: the products would take more than 170 MB. */
    static final int MOST_COLUMNS = 4_700;

    private final Map<String, List<Group>> byNode;

    private InputProducts(Map<String, List<Group>> byNode) {
        this.byNode = byNode;
    }

    /** Products of one group of a layer, and of 1 in the last row and column: sums of the inputs. */
    static final class Group {
        private final int size;
        private final double[] products;
        private long rows;

        private Group(int columns) {
            size = columns + 1;
            products = new double[size * size];
        }

        /** The equations of a layer that keeps {@code inputs} of them, as they are in the uncut network. */
        Equations equations(LinearLayer layer, int[] inputs) {
            int[] columns = layer.columnsOf(inputs);
            double[] among = new double[(columns.length + 1) * (columns.length + 1)];
            double[] across = new double[(columns.length + 1) * size];
            for (int row = 0; row <= columns.length; row++) {
                int from = (row < columns.length ? columns[row] : size - 1) * size;
                for (int column = 0; column < size; column++) {
                    across[row * size + column] = products[from + column] / rows;
                }
                for (int column = 0; column <= columns.length; column++) {
                    int at = column < columns.length ? columns[column] : size - 1;
                    among[row * (columns.length + 1) + column] = products[from + at] / rows;
                }
            }
            return new Equations(among, across);
        }
    }

    /**
     * Runs {@code batches} through the uncut network.
     *
     * @param groups of {@code model}: what never loses inputs is left out
     * @param batches inputs by name, their first axis counting samples; some 512 samples
     * @param threads of the runtime
     * @param seed of the windows that are sampled
     * @throws IllegalArgumentException when there is no batch
     */
    public static InputProducts collect(
            Model model,
            ChannelGroups groups,
            Iterable<Map<String, Tensor>> batches,
            InferenceRuntime runtime,
            int threads,
            long seed) {
        List<LinearLayer> layers = LinearLayer.of(model.graph()).values().stream()
                .filter(layer -> losesInputs(groups, layer) && layer.columns() <= MOST_COLUMNS)
                .toList();
        Map<String, List<Group>> byNode = new LinkedHashMap<>();
        for (LinearLayer layer : layers) {
            List<Group> own = new ArrayList<>();
            for (int group = 0; group < layer.groups(); group++) {
                own.add(new Group(layer.columns()));
            }
            byNode.put(layer.node(), own);
        }
        InputProducts products = new InputProducts(byNode);
        if (layers.isEmpty()) {
            return products;
        }
        SplittableRandom random = new SplittableRandom(seed);
        boolean ran = false;
        try (InferenceSession session = runtime.open(tapped(model, layers), SessionOptions.of(threads))) {
            for (Map<String, Tensor> batch : batches) {
                Map<String, Tensor> values = new LinkedHashMap<>(session.run(batch));
                values.putAll(batch);
                for (LinearLayer layer : layers) {
                    products.add(layer, values, random);
                }
                ran = true;
            }
        }
        if (!ran) {
            throw new IllegalArgumentException("There was no batch to repair by.");
        }
        return products;
    }

    static boolean losesInputs(ChannelGroups groups, LinearLayer layer) {
        List<Optional<?>> axes = new ArrayList<>(groups.axesOfValues().getOrDefault(layer.weight(), List.of()));
        return layer.inputAxis() < axes.size() && axes.get(layer.inputAxis()).isPresent();
    }

    /** The network with the layers' inputs as its only outputs, and only what these need. */
    static Model tapped(Model model, List<LinearLayer> layers) {
        ModelGraph graph = model.graph();
        Shapes shapes = ShapeInference.infer(graph);
        List<GraphValue> outputs = layers.stream()
                .map(LinearLayer::input)
                .distinct()
                .filter(input -> graph.producer(input).isPresent())
                .map(input -> new GraphValue(input, shapes.type(input).orElseThrow()))
                .toList();
        return DeadNodes.remove(new Model(graph.toBuilder().outputs(outputs).build(), model.weights()));
    }

    private void add(LinearLayer layer, Map<String, Tensor> values, SplittableRandom random) {
        Tensor input = values.get(layer.input());
        if (input == null) {
            throw new IllegalStateException("The value (%s) was not computed.".formatted(layer.input()));
        }
        int[] chosen = SampledRows.choose(layer, input.shape(), random);
        float[] data = input.floats();
        List<Group> groups = byNode.getOrDefault(layer.node(), List.of());
        for (int group = 0; group < groups.size(); group++) {
            Group products = groups.get(group);
            for (int[] chunk : SampledRows.chunks(chosen)) {
                double[] rows = SampledRows.of(layer, group, data, input.shape(), chunk);
                Algebra.addProducts(rows, rows, chunk.length, products.size, products.size, products.products);
            }
            products.rows += chosen.length;
        }
    }

    /**
     * The equations of a layer that keeps {@code inputs} of a group, one for each of {@code groups}; none when the layer is
     * not known.
     */
    List<Equations> equations(LinearLayer layer, int[] inputs, int[] groups) {
        List<Group> all = byNode.getOrDefault(layer.node(), List.of());
        return all.isEmpty()
                ? List.of()
                : Arrays.stream(groups)
                        .mapToObj(group -> all.get(group).equations(layer, inputs))
                        .toList();
    }
}
