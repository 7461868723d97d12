package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums numbers up: each of the input is added to one of the output, or dropped. An {@link IndexMapLayer} backwards. */
final class ScatterLayer extends ArrayLayer {
    private final IndexMap map;

    /** @param map from the output to the input */
    ScatterLayer(Workers workers, Scratch heap, IndexMap map, TapeValue input, TapeValue output) {
        super(workers, heap, List.of(input), output);
        this.map = map;
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        workers().run(map.outer(), (scratch, from, to) -> map.scatter(x.get(0), y, from, to));
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] gradient = gradientsX.get(0);
        if (gradient != null) {
            workers().run(map.outer(), (scratch, from, to) -> map.gather(gradientY, gradient, from, to));
        }
    }
}
