package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of each number. */
final class PointwiseLayer extends ArrayLayer {
    private static final int CHUNK = 4096;

    private final Pointwise function;

    PointwiseLayer(Workers workers, Scratch heap, Pointwise function, TapeValue input, TapeValue output) {
        super(workers, heap, List.of(input), output);
        this.function = function;
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        float[] in = x.get(0);
        each((from, to) -> {
            for (int i = from; i < to; i++) {
                y[i] = (float) function.value(in[i]);
            }
        });
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] in = x.get(0);
        float[] gradient = gradientsX.get(0);
        if (gradient != null) {
            each((from, to) -> {
                for (int i = from; i < to; i++) {
                    gradient[i] = (float) (gradientY[i] * function.slope(in[i], y[i]));
                }
            });
        }
    }

    private interface Range {
        void run(int from, int to);
    }

    private void each(Range range) {
        int chunks = (elements() + CHUNK - 1) / CHUNK;
        workers().run(chunks, (scratch, from, to) -> range.run(from * CHUNK, Math.min(elements(), to * CHUNK)));
    }
}
