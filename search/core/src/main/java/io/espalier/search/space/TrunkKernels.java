package io.espalier.search.space;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.measure.Kernels;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The kernels of all cuts of one trunk at one precision, from a table: the key of a kernel follows from the widths of a
 * few groups around it, and each combination of these is worked out once. Thread-safe.
 */
final class TrunkKernels {
    /** More combinations of one place are forgotten, all at once: only free widths have as many. */
    private static final int MOST_KNOWN = 20_000;

    private final Function<Node, Precision> precisions;
    private final Map<String, Integer> full;
    private final List<Place> places = new ArrayList<>();

    /** A node, the groups that decide on the kernel it starts, and the answers by their widths; empty: it starts none. */
    private record Place(String node, List<String> groups, Map<List<Integer>, Optional<KernelKey>> known) {}

    TrunkKernels(Trunk trunk, Function<Node, Precision> precisions) {
        this.precisions = precisions;
        full = trunk.widths();
        KernelSurroundings surroundings =
                new KernelSurroundings(trunk.graph(), trunk.pruner().groups(), full.keySet());
        for (Node node : trunk.graph().nodes()) {
            Set<String> groups = surroundings.groups(node);
            places.add(new Place(node.name(), List.copyOf(groups), new ConcurrentHashMap<>()));
        }
    }

    /**
     * @param kept units by group, of those that lose some
     * @param structure of that cut; asked for only when a combination of widths is new
     */
    List<KernelKey> keys(Map<String, Integer> kept, Supplier<ModelGraph> structure) {
        List<KernelKey> keys = new ArrayList<>(places.size());
        for (Place place : places) {
            Optional<KernelKey> key = place.known().get(widths(place, kept));
            if (key == null) {
                learn(kept, structure.get());
                return keys(kept, structure);
            }
            key.ifPresent(keys::add);
        }
        return keys;
    }

    private void learn(Map<String, Integer> kept, ModelGraph structure) {
        Map<String, KernelKey> started = new HashMap<>();
        for (Kernel kernel : Kernels.of(structure, precisions)) {
            started.put(kernel.node(), kernel.key());
        }
        for (Place place : places) {
            if (place.known().size() >= MOST_KNOWN) {
                place.known().clear();
            }
            place.known().put(widths(place, kept), Optional.ofNullable(started.get(place.node())));
        }
    }

    private List<Integer> widths(Place place, Map<String, Integer> kept) {
        List<Integer> widths = new ArrayList<>(place.groups().size());
        for (String group : place.groups()) {
            Integer width = kept.get(group);
            widths.add(width == null ? full.get(group) : width);
        }
        return widths;
    }
}
