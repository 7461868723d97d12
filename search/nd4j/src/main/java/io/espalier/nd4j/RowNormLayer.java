package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Normalizes each row of numbers by its own mean and variance, then scales and shifts: LayerNormalization,
 * InstanceNormalization, GroupNormalization.
 */
final class RowNormLayer extends ArrayLayer {
    private final int rows;
    private final int length;
    private final float epsilon;
    private final int run;
    private final int coefficients;
    private final boolean hasBias;

    /**
     * @param rows rows of {@code length} numbers that follow each other
     * @param run numbers that follow each other and have the same coefficients; behind the last ones the first come again
     * @param scale and bias: as many numbers as there are coefficients
     */
    RowNormLayer(
            Workers workers,
            Scratch heap,
            int rows,
            int length,
            float epsilon,
            int run,
            TapeValue input,
            TapeValue scale,
            @Nullable TapeValue bias,
            TapeValue output) {
        super(workers, heap, inputs(input, scale, bias), output);
        this.rows = rows;
        this.length = length;
        this.epsilon = epsilon;
        this.run = run;
        coefficients = scale.elements();
        hasBias = bias != null;
    }

    private static List<TapeValue> inputs(TapeValue input, TapeValue scale, @Nullable TapeValue bias) {
        List<TapeValue> inputs = new ArrayList<>(List.of(input, scale));
        if (bias != null) {
            inputs.add(bias);
        }
        return inputs;
    }

    private int place(int row, int i) {
        return (row * length + i) / run % coefficients;
    }

    /** Mean and inverse deviation of a row. */
    private double[] moments(float[] x, int at) {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += x[at + i];
        }
        double mean = sum / length;
        double squares = 0;
        for (int i = 0; i < length; i++) {
            squares += (x[at + i] - mean) * (x[at + i] - mean);
        }
        return new double[] {mean, 1 / Math.sqrt(squares / length + epsilon)};
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        float[] in = x.get(0);
        float[] scale = x.get(1);
        workers().run(rows, (scratch, from, to) -> {
            for (int row = from; row < to; row++) {
                int at = row * length;
                double[] moments = moments(in, at);
                for (int i = 0; i < length; i++) {
                    int place = place(row, i);
                    double normal = (in[at + i] - moments[0]) * moments[1];
                    y[at + i] = (float) (normal * scale[place] + (hasBias ? x.get(2)[place] : 0));
                }
            }
        });
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] in = x.get(0);
        float[] scale = x.get(1);
        float[] gradient = gradientsX.get(0);
        if (gradient != null) {
            workers().run(rows, (scratch, from, to) -> {
                for (int row = from; row < to; row++) {
                    backwardRow(in, scale, gradientY, gradient, row);
                }
            });
        }
        addCoefficients(in, gradientY, gradientsX.get(1), hasBias ? gradientsX.get(2) : null);
    }

    private void backwardRow(float[] x, float[] scale, float[] gradientY, float[] gradient, int row) {
        int at = row * length;
        double[] moments = moments(x, at);
        double sum = 0;
        double products = 0;
        for (int i = 0; i < length; i++) {
            double slope = gradientY[at + i] * (double) scale[place(row, i)];
            sum += slope;
            products += slope * (x[at + i] - moments[0]) * moments[1];
        }
        for (int i = 0; i < length; i++) {
            double slope = gradientY[at + i] * (double) scale[place(row, i)];
            double normal = (x[at + i] - moments[0]) * moments[1];
            gradient[at + i] = (float) (moments[1] * (slope - sum / length - normal * products / length));
        }
    }

    /** On one thread, so that sums do not depend on threads. */
    private void addCoefficients(
            float[] x, float[] gradientY, float @Nullable [] gradientScale, float @Nullable [] gradientBias) {
        if (gradientScale == null && gradientBias == null) {
            return;
        }
        double[] ofScale = new double[coefficients];
        double[] ofBias = new double[coefficients];
        for (int row = 0; row < rows; row++) {
            int at = row * length;
            double[] moments = moments(x, at);
            for (int i = 0; i < length; i++) {
                int place = place(row, i);
                ofBias[place] += gradientY[at + i];
                ofScale[place] += gradientY[at + i] * (x[at + i] - moments[0]) * moments[1];
            }
        }
        write(ofScale, gradientScale);
        write(ofBias, gradientBias);
    }

    private static void write(double[] sums, float @Nullable [] gradient) {
        if (gradient != null) {
            for (int i = 0; i < sums.length; i++) {
                gradient[i] = (float) sums[i];
            }
        }
    }
}
