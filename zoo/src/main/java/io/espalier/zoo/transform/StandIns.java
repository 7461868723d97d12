package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The convolutions of a network that can stand in for removed blocks, so that least squares makes up for blocks as it does
 * for channels (for transformers: Shopkhoev et al., "ReplaceMe", 2025). Blocks with another removable block inside or
 * around them have none, nor have those whose stream is read elsewhere, too.
 */
public final class StandIns {
    /** A convolution that can hardly be like so many blocks is asked for the first of them. */
    private static final int MOST_BLOCKS = 8;

    public static final StandIns NONE = new StandIns(List.of());

    private final List<StandIn> all;

    private StandIns(List<StandIn> all) {
        this.all = List.copyOf(all);
    }

    /** @param graph in which normalizations are folded; where they are not, there is none */
    public static StandIns of(ModelGraph graph) {
        List<ResidualBlock> removable = ResidualBlocks.of(graph).stream()
                .filter(ResidualBlock::removable)
                .toList();
        Map<String, ResidualBlock> byEntry = new LinkedHashMap<>();
        removable.stream()
                .filter(block -> removable.stream().noneMatch(other -> block.contains(other) || other.contains(block)))
                .filter(block -> isReadOnlyInside(graph, block))
                .forEach(block -> byEntry.put(block.entry(), block));
        List<StandIn> all = new ArrayList<>();
        for (String entry : byEntry.keySet()) {
            String stream = beforeRelu(graph, entry);
            writer(graph, entry, stream).ifPresent(writer -> {
                List<String> blocks = new ArrayList<>();
                ResidualBlock next = byEntry.get(entry);
                while (next != null && blocks.size() < MOST_BLOCKS) {
                    blocks.add(next.id());
                    String behind = stream.equals(entry) ? next.exit() : beforeRelu(graph, next.exit());
                    String wanted = WeightNames.free(graph, "%s.for.%d".formatted(writer.output(), blocks.size()));
                    all.add(new StandIn(writer.name(), writer.output(), blocks, stream, behind, wanted));
                    next = byEntry.get(next.exit());
                }
            });
        }
        return new StandIns(all);
    }

    private static boolean isReadOnlyInside(ModelGraph graph, ResidualBlock block) {
        return !graph.isOutput(block.entry())
                && !Substitution.isCaptured(graph, block.entry())
                && graph.consumers(block.entry()).stream()
                        .allMatch(reader -> block.nodes().contains(reader.name()));
    }

    private static String beforeRelu(ModelGraph graph, String value) {
        return graph.producer(value)
                .filter(ResidualBlocks::isRelu)
                .map(node -> node.input(0))
                .orElse(value);
    }

    /** The convolution that gives {@code stream}, or the larger of those whose sum it is. */
    private static Optional<Node> writer(ModelGraph graph, String entry, String stream) {
        if (!stream.equals(entry) && !isReadOnce(graph, stream)) {
            return Optional.empty();
        }
        Node last = graph.producer(stream).orElse(null);
        if (last == null) {
            return Optional.empty();
        }
        Stream<Node> writers = last.operator() instanceof Elementwise sum && sum.kind() == Elementwise.Kind.ADD
                ? last.inputs().stream()
                        .filter(term -> isReadOnce(graph, term))
                        .flatMap(term -> graph.producer(term).stream())
                : Stream.of(last);
        return writers.filter(node -> isPlain(graph, node)).max(Comparator.comparing(node -> weights(graph, node)));
    }

    private static boolean isReadOnce(ModelGraph graph, String value) {
        return graph.consumers(value).size() == 1 && !graph.isOutput(value);
    }

    private static boolean isPlain(ModelGraph graph, Node node) {
        return node.operator() instanceof Operator.Convolution convolution
                && convolution.groups() == 1
                && !convolution.transposed()
                && NormInsertion.channels(graph, node).isPresent()
                && node.hasInput(2)
                && graph.weights().containsKey(node.input(2));
    }

    private static long weights(ModelGraph graph, Node convolution) {
        return Objects.requireNonNull(graph.weights().get(convolution.input(1)))
                .shape()
                .elements();
    }

    public List<StandIn> all() {
        return all;
    }

    /**
     * Who stands in when these blocks are removed, by name of the convolution: for all of them that follow on each other. One
     * that is removed itself may be among them.
     */
    public Map<String, StandIn> without(Collection<String> removedBlocks) {
        Map<String, StandIn> chosen = new LinkedHashMap<>();
        for (StandIn standIn : all) { // of one convolution, fewer blocks first
            if (removedBlocks.containsAll(standIn.blocks())) {
                chosen.put(standIn.convolution(), standIn);
            }
        }
        return chosen;
    }

    /** {@code model} with a value more for each of them: what it would have to give. */
    Model withWanted(Model model) {
        ModelGraph.Builder builder = model.graph().toBuilder();
        for (StandIn standIn : all) {
            String change = WeightNames.free(model.graph(), standIn.wanted() + ".change");
            builder.node(
                    change, new Elementwise(Elementwise.Kind.SUB), List.of(standIn.behind(), standIn.stream()), change);
            builder.node(
                    standIn.wanted(),
                    new Elementwise(Elementwise.Kind.ADD),
                    List.of(standIn.output(), change),
                    standIn.wanted());
        }
        return new Model(builder.build(), model.weights());
    }
}
