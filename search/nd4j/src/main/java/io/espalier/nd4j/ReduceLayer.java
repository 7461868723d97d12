package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sums, times a factor, or greatest numbers, over some axes. */
final class ReduceLayer extends ArrayLayer {
    private final boolean greatest;
    private final float factor;
    private final int[] targets;

    /**
     * @param greatest the greatest number instead of the sum
     * @param factor of the sums: the inverse of their number for means
     * @param sizes of the input's memory
     * @param axes that are reduced
     */
    ReduceLayer(
            Workers workers,
            Scratch heap,
            boolean greatest,
            float factor,
            Longs sizes,
            Set<Integer> axes,
            TapeValue input,
            TapeValue output) {
        super(workers, heap, List.of(input), output);
        this.greatest = greatest;
        this.factor = factor;
        targets = targets(sizes, axes);
    }

    /** Of each number of the input, the place of its result. */
    private static int[] targets(Longs sizes, Set<Integer> axes) {
        Longs result = sizes;
        for (int axis : axes) {
            result = result.with(axis, 1);
        }
        return IndexMaps.broadcast(result, sizes);
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        float[] in = x.get(0);
        Arrays.fill(y, 0, elements(), greatest ? Float.NEGATIVE_INFINITY : 0);
        for (int i = 0; i < targets.length; i++) {
            int at = targets[i];
            y[at] = greatest ? Math.max(y[at], in[i]) : y[at] + in[i];
        }
        if (!greatest) {
            for (int i = 0; i < elements(); i++) {
                y[i] *= factor;
            }
        }
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] gradient = gradientsX.get(0);
        if (gradient == null) {
            return;
        }
        float[] in = x.get(0);
        for (int i = 0; i < targets.length; i++) {
            int at = targets[i];
            if (greatest) {
                gradient[i] = in[i] == y[at] ? gradientY[at] : 0;
            } else {
                gradient[i] = factor * gradientY[at];
            }
        }
    }
}
