package io.espalier.nd4j;

import java.util.Arrays;

/** The mean of all pixels. */
final class GlobalAverageLayer extends ImageLayer {

    GlobalAverageLayer(Workers workers, TapeValue input, TapeValue output) {
        super(workers, input, output);
    }

    @Override
    void forward(float[] x, float[] y) {
        int channels = in().channels();
        Arrays.fill(y, 0, channels, 0);
        for (int at = 0; at < in().elements(); at += channels) {
            for (int c = 0; c < channels; c++) {
                y[c] += x[at + c];
            }
        }
        for (int c = 0; c < channels; c++) {
            y[c] /= in().pixels();
        }
    }

    @Override
    void backward(float[] x, float[] y, float[] gradientY, float[] gradientX) {
        int channels = in().channels();
        for (int c = 0; c < channels; c++) {
            gradientY[c] /= in().pixels();
        }
        for (int at = 0; at < in().elements(); at += channels) {
            System.arraycopy(gradientY, 0, gradientX, at, channels);
        }
    }
}
