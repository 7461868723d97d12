package io.espalier.zoo.channels;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.transform.ConstantFolding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The channel groups of a network. They refer to its folded graph ({@link #graph}): chains of integer constants are
 * evaluated and copies of weights resolved, every value that is left keeps its name. Immutable.
 */
public final class ChannelGroups {
    private final ModelGraph graph;
    private final Shapes shapes;
    private final Map<String, ChannelGroup> byId;
    private final List<ChannelGroup> groups;
    private final List<ChannelGroup> prunable;
    private final Map<String, Integer> firstUnits;
    private final int units;
    private final List<ChannelAxis> axes;
    private final Map<String, List<Optional<ChannelAxis>>> axesOfValues;
    private final List<ChannelRewrite> rewrites;

    ChannelGroups(ModelGraph graph, Shapes shapes, GroupBuilder.Built built) {
        this.graph = graph;
        this.shapes = shapes;
        byId = new LinkedHashMap<>();
        built.groups().forEach(group -> byId.put(group.id(), group));
        groups = List.copyOf(built.groups());
        prunable = groups.stream().filter(ChannelGroup::prunable).toList();
        firstUnits = built.firstUnits();
        units = built.units();
        axes = built.axes();
        axesOfValues = built.axesOfValues();
        rewrites = built.rewrites();
    }

    /** The groups of {@code graph}, folded or not. */
    public static ChannelGroups of(ModelGraph graph) {
        ModelGraph folded = ConstantFolding.fold(graph);
        Shapes shapes = ShapeInference.infer(folded);
        Propagation run = new Propagation(folded, shapes);
        run.run();
        return new ChannelGroups(folded, shapes, new GroupBuilder(run).build());
    }

    /** The folded graph that the groups speak of. */
    public ModelGraph graph() {
        return graph;
    }

    /** The shapes of {@link #graph}. */
    public Shapes shapes() {
        return shapes;
    }

    /** All groups, frozen ones too, in the order of their first producers. */
    public List<ChannelGroup> groups() {
        return groups;
    }

    /** The groups that can lose units, in order. */
    public List<ChannelGroup> prunable() {
        return prunable;
    }

    public Optional<ChannelGroup> group(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Units of all prunable groups together; they are numbered through in the order of groups. */
    public int units() {
        return units;
    }

    /** The number of the first unit of a prunable group. @throws IllegalArgumentException for any other */
    public int firstUnit(String id) {
        Integer first = firstUnits.get(id);
        if (first == null) {
            @Nullable ChannelGroup group = byId.get(id);
            throw new IllegalArgumentException(
                    group == null
                            ? "There is no channel group (%s).\nMaybe it is one of %s."
                                    .formatted(id, firstUnits.keySet())
                            : "The channel group (%s) is frozen: %s.".formatted(id, group.reason()));
        }
        return first;
    }

    /** Every distinct axis that can lose channels, by {@link ChannelAxis#number}. */
    public List<ChannelAxis> axes() {
        return axes;
    }

    /**
     * The weights, then the values computed from inputs, that have an axis that can lose channels, in the graph's order; empty for
     * the other axes.
     */
    public Map<String, List<Optional<ChannelAxis>>> axesOfValues() {
        return axesOfValues;
    }

    /** What of the nodes is written anew when channels go, in the graph's order. */
    public List<ChannelRewrite> rewrites() {
        return rewrites;
    }
}
