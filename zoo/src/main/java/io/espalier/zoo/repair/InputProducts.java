package io.espalier.zoo.repair;

import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.transform.DeadNodes;
import io.espalier.zoo.transform.StandIn;
import io.espalier.zoo.transform.StandIns;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * For each layer of a network that can lose inputs or stand in for blocks: the products of every two of its inputs, and of
 * its inputs with what it would have to give besides, averaged over sampled windows of sample images. All that least squares
 * needs to know of the images, for any cut, so it is collected once.
 */
public final class InputProducts {
    /** More columns than this are left alone: the products would take more than 170 MB. */
    static final int MOST_COLUMNS = 4_700;

    private final Map<String, List<GroupProducts>> byNode;
    private final StandIns standIns;

    private InputProducts(Map<String, List<GroupProducts>> byNode, StandIns standIns) {
        this.byNode = byNode;
        this.standIns = standIns;
    }

    /**
     * Runs {@code batches} through the uncut network.
     *
     * @param groups of {@code model}: what never loses inputs is left out
     * @param standIns of {@code model}
     * @param batches inputs by name, their first axis counting samples; some 512 samples
     * @param threads of the runtime
     * @param seed of the windows that are sampled
     * @throws IllegalArgumentException when there is no batch
     */
    public static InputProducts collect(
            Model model,
            ChannelGroups groups,
            StandIns standIns,
            Iterable<Map<String, Tensor>> batches,
            InferenceRuntime runtime,
            int threads,
            long seed) {
        Map<String, List<StandIn>> byConvolution =
                standIns.all().stream().collect(Collectors.groupingBy(StandIn::convolution));
        List<LinearLayer> layers = LinearLayer.of(model.graph()).values().stream()
                .filter(layer -> losesInputs(groups, layer) || byConvolution.containsKey(layer.node()))
                .filter(layer -> layer.columns() <= MOST_COLUMNS)
                .toList();
        Map<String, List<GroupProducts>> byNode = new LinkedHashMap<>();
        for (LinearLayer layer : layers) {
            byNode.put(
                    layer.node(),
                    Stream.generate(() -> new GroupProducts(layer.columns()))
                            .limit(layer.groups())
                            .toList());
        }
        InputProducts products = new InputProducts(byNode, standIns);
        if (layers.isEmpty()) {
            return products;
        }
        SplittableRandom random = new SplittableRandom(seed);
        boolean ran = false;
        try (InferenceSession session = runtime.open(tapped(model, layers, standIns), SessionOptions.of(threads))) {
            for (Map<String, Tensor> batch : batches) {
                Map<String, Tensor> values = new LinkedHashMap<>(session.run(batch));
                values.putAll(batch);
                for (LinearLayer layer : layers) {
                    products.add(layer, byConvolution.getOrDefault(layer.node(), List.of()), values, random);
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

    /** The network with what is needed of it as its only outputs. */
    private static Model tapped(Model model, List<LinearLayer> layers, StandIns standIns) {
        ModelGraph graph = model.graph();
        Shapes shapes = ShapeInference.infer(graph);
        Stream<String> streams =
                standIns.all().stream().flatMap(standIn -> Stream.of(standIn.stream(), standIn.behind()));
        List<GraphValue> outputs = Stream.concat(layers.stream().map(LinearLayer::input), streams)
                .distinct()
                .filter(value -> graph.producer(value).isPresent())
                .map(value -> new GraphValue(value, shapes.type(value).orElseThrow()))
                .toList();
        return DeadNodes.remove(new Model(graph.toBuilder().outputs(outputs).build(), model.weights()));
    }

    private void add(LinearLayer layer, List<StandIn> standIns, Map<String, Tensor> values, SplittableRandom random) {
        Tensor input = computed(values, layer.input());
        List<int[]> chunks = SampledRows.chunks(SampledRows.choose(layer, input.shape(), random));
        float[] data = input.floats();
        List<Change> changes =
                standIns.stream().map(standIn -> Change.of(standIn, values)).toList();
        List<GroupProducts> groups = byNode.getOrDefault(layer.node(), List.of());
        for (int group = 0; group < groups.size(); group++) {
            for (int[] chunk : chunks) {
                double[] rows = SampledRows.of(layer, group, data, input.shape(), chunk);
                groups.get(group).add(rows, chunk.length);
                for (Change change : changes) { // of a layer of one group
                    double[] changed = SampledRows.changes(change.before, change.behind, change.shape, chunk);
                    groups.get(group).addChange(change.wanted, rows, changed, chunk.length);
                }
            }
        }
    }

    /** What blocks change about the stream in front of them. */
    private record Change(String wanted, float[] before, float[] behind, Longs shape) {
        static Change of(StandIn standIn, Map<String, Tensor> values) {
            Tensor stream = computed(values, standIn.stream());
            float[] behind = computed(values, standIn.behind()).floats();
            return new Change(standIn.wanted(), stream.floats(), behind, stream.shape());
        }
    }

    private static Tensor computed(Map<String, Tensor> values, String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalStateException("The value (%s) was not computed.".formatted(name)));
    }

    /** Who stands in for these blocks, by name of the convolution. */
    Map<String, StandIn> without(Collection<String> removedBlocks) {
        return standIns.without(removedBlocks);
    }

    /**
     * The equations of a layer that keeps {@code inputs} of a group, one for each of {@code groups}; none when the layer is
     * not known.
     *
     * @param wanted which change it is to give besides; empty for none
     */
    List<Equations> equations(LinearLayer layer, int[] inputs, int[] groups, String wanted) {
        List<GroupProducts> all = byNode.getOrDefault(layer.node(), List.of());
        return all.isEmpty()
                ? List.of()
                : Arrays.stream(groups)
                        .mapToObj(group -> all.get(group).equations(layer.columnsOf(inputs), wanted))
                        .toList();
    }
}
