package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves numbers: each of the output is one of the input, or 0. */
final class IndexMapLayer extends ArrayLayer {
    private final IndexMap map;

    IndexMapLayer(Workers workers, Scratch heap, IndexMap map, TapeValue input, TapeValue output) {
        super(workers, heap, List.of(input), output);
        this.map = map;
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        workers().run(map.outer(), (scratch, from, to) -> map.gather(x.get(0), y, from, to));
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] gradient = gradientsX.get(0);
        if (gradient != null) {
            workers().run(map.outer(), (scratch, from, to) -> map.scatter(gradientY, gradient, from, to));
        }
    }
}
