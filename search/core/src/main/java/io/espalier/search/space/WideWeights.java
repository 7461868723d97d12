package io.espalier.search.space;

import io.espalier.zoo.prune.KeptPositions;
import io.espalier.zoo.weights.Tensor;
import io.espalier.zoo.weights.Weights;
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
     * @param kept what the cut network has of them
     * @param narrow its weights
     */
    static Weights widen(Weights wide, KeptPositions kept, Weights narrow) {
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
                widened.put(entry.getKey(), scatter(entry.getKey(), original, trained, kept));
            }
        }
        return wide.with(widened);
    }

    private static Tensor scatter(String name, Tensor wide, Tensor narrow, KeptPositions positions) {
        float[] target = wide.floats();
        float[] source = narrow.floats();
        int rank = wide.shape().size();
        int[][] kept = new int[rank][];
        for (int axis = 0; axis < rank; axis++) {
            kept[axis] = positions.of(name, axis, wide.shape().intAt(axis));
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
