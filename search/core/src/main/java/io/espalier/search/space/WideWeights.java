package io.espalier.search.space;

import io.espalier.zoo.channels.ChannelGroup;
import io.espalier.zoo.channels.ChannelGroups;
import io.espalier.zoo.channels.ChannelSlice;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.prune.PruningPlan;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts the weights of a cut network back into the shapes of the uncut one, so that any deeper cut can be taken from them
 * in the uncut network's own terms.
 */
final class WideWeights {
    private WideWeights() {}

    /**
     * @param wide weights of the uncut network: what removed channels keep
     * @param groups that the plan speaks of
     * @param plan what the cut network lost
     * @param narrow its weights
     */
    static Weights widen(Weights wide, ChannelGroups groups, PruningPlan plan, Weights narrow) {
        Map<String, Map<Integer, BitSet>> removed = removed(groups, plan);
        Map<String, Tensor> widened = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> entry : narrow.tensors().entrySet()) {
            if (!wide.has(entry.getKey())) {
                continue;
            }
            Tensor original = wide.get(entry.getKey());
            Tensor trained = entry.getValue();
            if (original.shape().equals(trained.shape())) {
                widened.put(entry.getKey(), trained);
            } else {
                widened.put(entry.getKey(), scatter(original, trained, removed.getOrDefault(entry.getKey(), Map.of())));
            }
        }
        return wide.with(widened);
    }

    private static Map<String, Map<Integer, BitSet>> removed(ChannelGroups groups, PruningPlan plan) {
        Map<String, Map<Integer, BitSet>> removed = new HashMap<>();
        for (ChannelGroup group : groups.groups()) {
            Longs units = plan.removed(group.id());
            for (ChannelSlice slice : group.slices()) {
                if (!slice.weight()) {
                    continue;
                }
                for (int i = 0; i < units.size(); i++) {
                    BitSet positions = removed.computeIfAbsent(slice.value(), key -> new HashMap<>())
                            .computeIfAbsent(slice.axis(), key -> new BitSet());
                    slice.indices().get(units.intAt(i)).stream().forEach(index -> positions.set((int) index));
                }
            }
        }
        return removed;
    }

    private static Tensor scatter(Tensor wide, Tensor narrow, Map<Integer, BitSet> removed) {
        float[] target = wide.floats();
        float[] source = narrow.floats();
        int rank = wide.shape().size();
        int[][] kept = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            BitSet left = new BitSet();
            left.set(0, wide.shape().intAt(axis));
            left.andNot(removed.getOrDefault(axis, new BitSet()));
            kept[axis] = left.stream().toArray();
            if (kept[axis].length != narrow.shape().at(axis)) {
                throw new IllegalArgumentException("A tensor of shape %s is no cut of one of shape %s on axis %d."
                        .formatted(narrow.shape(), wide.shape(), axis));
            }
        }
        int[] place = new int[rank];
        for (float value : source) {
            int offset = 0;
            for (int axis = 0; axis < rank; axis++) {
                offset = offset * wide.shape().intAt(axis) + kept[axis][place[axis]];
            }
            target[offset] = value;
            for (int axis = rank - 1; axis >= 0 && ++place[axis] == kept[axis].length; axis--) {
                place[axis] = 0;
            }
        }
        return Tensor.ofFloats(wide.shape(), target);
    }
}
