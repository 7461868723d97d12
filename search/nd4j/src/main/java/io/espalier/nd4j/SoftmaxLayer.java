package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Softmax or its logarithm over one axis of {@code [outer, length, inner]}. */
final class SoftmaxLayer extends ArrayLayer {
    private final int outer;
    private final int length;
    private final int inner;
    private final boolean log;

    SoftmaxLayer(
            Workers workers,
            Scratch heap,
            int outer,
            int length,
            int inner,
            boolean log,
            TapeValue input,
            TapeValue output) {
        super(workers, heap, List.of(input), output);
        this.outer = outer;
        this.length = length;
        this.inner = inner;
        this.log = log;
    }

    private interface Row {
        /** @param at the row's first number; the next is {@code inner} further */
        void run(int at);
    }

    private void rows(Row row) {
        workers().run(outer, (scratch, from, to) -> {
            for (int i = from * inner; i < to * inner; i++) {
                row.run(i / inner * length * inner + i % inner);
            }
        });
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        float[] in = x.get(0);
        rows(at -> {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < length; i++) {
                greatest = Math.max(greatest, in[at + i * inner]);
            }
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += Math.exp(in[at + i * inner] - greatest);
            }
            double logSum = Math.log(sum) + greatest;
            for (int i = 0; i < length; i++) {
                double value = in[at + i * inner] - logSum;
                y[at + i * inner] = (float) (log ? value : Math.exp(value));
            }
        });
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] gradient = gradientsX.get(0);
        if (gradient == null) {
            return;
        }
        rows(at -> {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                int place = at + i * inner;
                sum += log ? gradientY[place] : gradientY[place] * (double) y[place];
            }
            for (int i = 0; i < length; i++) {
                int place = at + i * inner;
                gradient[place] = (float)
                        (log ? gradientY[place] - Math.exp(y[place]) * sum : y[place] * (gradientY[place] - sum));
            }
        });
    }
}
