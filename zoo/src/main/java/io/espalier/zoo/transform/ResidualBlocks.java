package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the residual blocks of a network: sums of a stream and a branch with a layer in it, such as the blocks of
 * residual networks of all kinds and the attention and feed-forward halves of transformer layers. A block is removable
 * when its stream comes down unchanged, has the shape of the sum, and nobody reads what the layers of its branch give.
 * The network without the block is then, exactly, the network in which the branch gives zeros. A branch may read other
 * values beside the stream, such as an attention mask or the memory of an encoder. A ReLU behind the sum goes with the
 * block when the stream is never negative; any other node behind it, such as the normalization of a post-norm
 * transformer, stays and works on the stream. Blocks lie apart from each other or one within another.
 */
public final class ResidualBlocks {
    private final ModelGraph graph;
    private final DataFlow flow;
    private final SizeSource sizes;
    private final StreamShape streamShape;
    private final NonNegativity nonNegativity;
    private final BlockIds ids;
    private final Set<String> matrices;
    private final Map<String, Integer> positions = new HashMap<>();

    private ResidualBlocks(ModelGraph whole) {
        graph = DeadNodes.remove(whole);
        Shapes shapes = ShapeInference.infer(graph);
        flow = new DataFlow(graph, shapes);
        sizes = new SizeSource(shapes);
        streamShape = new StreamShape(graph, shapes);
        nonNegativity = new NonNegativity(graph);
        ids = new BlockIds(graph, shapes);
        matrices = matrices(graph, flow);
        for (Node node : graph.nodes()) {
            positions.put(node.name(), positions.size());
        }
    }

    /** The blocks in the order of their sums. */
    public static List<ResidualBlock> of(ModelGraph graph) {
        return new ResidualBlocks(graph).find();
    }

    private List<ResidualBlock> find() {
        List<ResidualBlock> blocks = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (ResidualSum.isOne(flow, node)) {
                blockOf(node).ifPresent(blocks::add);
            }
        }
        return blocks;
    }

    private Optional<ResidualBlock> blockOf(Node add) {
        List<ResidualSum> readings = ResidualSum.readings(graph, flow, add);
        for (ResidualSum sum : readings) {
            if (!streamShape.isStretched(sum) && sum.path().nodes().stream().anyMatch(this::isLayer)) {
                return Optional.of(block(sum));
            }
        }
        return readings.isEmpty() ? blockWithAnotherShortcut(add) : Optional.empty();
    }

    /** Layers do the work of a network; a branch without any is no block. */
    private boolean isLayer(Node node) {
        boolean product = node.operator() instanceof Operator.Convolution
                || node.operator() instanceof Operator.Gemm
                || node.operator() instanceof Operator.MatMul
                || node.operator() instanceof Operator.Opaque;
        boolean window = node.operator() instanceof Operator.Pool pool && !pool.global();
        return window || (product && node.inputs().stream().anyMatch(matrices::contains));
    }

    /** Weights of two axes or more, and what is computed from such weights alone. */
    private static Set<String> matrices(ModelGraph graph, DataFlow flow) {
        Set<String> matrices = new HashSet<>();
        graph.weights().forEach((name, type) -> {
            if (type.shape().rank() > 1) {
                matrices.add(name);
            }
        });
        for (Node node : graph.nodes()) {
            if (ModelGraph.readsOf(node).stream().anyMatch(matrices::contains)) {
                node.outputs().stream().filter(value -> !flow.isData(value)).forEach(matrices::add);
            }
        }
        return matrices;
    }

    private ResidualBlock block(ResidualSum sum) {
        Predicate<Node> sizesAreElsewhere = node -> sizes.canReplace(node, sum.stream());
        BlockExtent extent = BlockExtent.of(graph, flow, sum, sizesAreElsewhere);
        Set<Node> gone = new LinkedHashSet<>(extent.gone());
        Optional<Node> relu = reluBehind(sum, sizesAreElsewhere);
        relu.ifPresent(gone::add);
        String exit = relu.orElse(sum.add()).output();
        String reason = extent.reason(this::isLayer);
        if (reason.isEmpty()) {
            reason = streamShape.reason(sum);
        }
        if (reason.isEmpty() && Substitution.isCaptured(graph, exit)) {
            reason = "a sub-graph reads its value (%s)".formatted(exit);
        }
        return block(gone, sum.add(), reason, sum.stream(), exit);
    }

    private ResidualBlock block(Collection<Node> nodes, Node add, String reason, String entry, String exit) {
        List<Node> ordered = inOrder(nodes);
        List<String> names = ordered.stream().map(Node::name).toList();
        return new ResidualBlock(ids.of(ordered, add), reason.isEmpty(), reason, names, entry, exit);
    }

    private Optional<Node> reluBehind(ResidualSum sum, Predicate<Node> sizesAreElsewhere) {
        String value = sum.add().output();
        List<Node> readers = graph.consumers(value).stream()
                .filter(sizesAreElsewhere.negate())
                .toList();
        boolean relu = readers.size() == 1 && !graph.isOutput(value) && isRelu(readers.get(0));
        return relu && nonNegativity.of(sum.stream()) ? Optional.of(readers.get(0)) : Optional.empty();
    }

    static boolean isRelu(Node node) {
        return node.operator() instanceof Operator.Activation activation
                && activation.kind() == Operator.Activation.Kind.RELU;
    }

    /** A sum of two values that both were computed from one: a block that widens, or the like. */
    private Optional<ResidualBlock> blockWithAnotherShortcut(Node add) {
        DataFlow.Part part = flow.before(add.inputs());
        if (part.entry().isEmpty() || part.nodes().stream().noneMatch(this::isLayer)) {
            return Optional.empty();
        }
        Set<Node> inside = new LinkedHashSet<>(part.nodes());
        inside.add(add);
        String reason = "its shortcut is not the identity (%s)".formatted(shortcut(add, part));
        return Optional.of(block(inside, add, reason, part.entry(), add.output()));
    }

    /** The operators on the side of the Add with fewer of them. */
    private String shortcut(Node add, DataFlow.Part part) {
        return add.inputs().stream()
                .map(operand -> sideOf(operand, part))
                .min(Comparator.comparing(Collection::size))
                .orElseThrow()
                .stream()
                .map(node -> node.operator().getClass().getSimpleName())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private List<Node> sideOf(String operand, DataFlow.Part part) {
        Set<Node> side = new HashSet<>();
        Set<String> wanted = new HashSet<>(Set.of(operand));
        for (Node node : part.nodes()) { // latest first
            if (node.outputs().stream().anyMatch(wanted::contains)) {
                side.add(node);
                wanted.addAll(flow.dataInputs(node));
            }
        }
        return inOrder(side);
    }

    private List<Node> inOrder(Collection<Node> nodes) {
        return nodes.stream()
                .sorted(Comparator.comparing(node -> positions.get(node.name())))
                .toList();
    }
}
