package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays side by side along one axis. */
final class JoinLayer extends ArrayLayer {
    private final int outer;
    private final List<Integer> lengths;
    private final int length;

    /** @param outer parts of each array; those of the first are followed by those of the second, and so on */
    JoinLayer(Workers workers, Scratch heap, int outer, List<TapeValue> inputs, TapeValue output) {
        super(workers, heap, inputs, output);
        this.outer = outer;
        lengths = inputs.stream().map(input -> input.elements() / outer).toList();
        length = output.elements() / outer;
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        int at = 0;
        for (int i = 0; i < x.size(); i++) {
            for (int part = 0; part < outer; part++) {
                System.arraycopy(x.get(i), part * lengths.get(i), y, part * length + at, lengths.get(i));
            }
            at += lengths.get(i);
        }
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        int at = 0;
        for (int i = 0; i < x.size(); i++) {
            float[] gradient = gradientsX.get(i);
            for (int part = 0; gradient != null && part < outer; part++) {
                System.arraycopy(gradientY, part * length + at, gradient, part * lengths.get(i), lengths.get(i));
            }
            at += lengths.get(i);
        }
    }
}
