package io.espalier.nd4j;

import java.util.Arrays;

/** Cuts a window out of an image, or frames it with zeros: see {@link Step.Window}. */
final class WindowLayer extends ImageLayer {
    private final Step.Window window;

    WindowLayer(Workers workers, Step.Window window, TapeValue input, TapeValue output) {
        super(workers, input, output);
        this.window = window;
    }

    @Override
    void forward(float[] x, float[] y) {
        Arrays.fill(y, 0, out().elements(), 0);
        eachRun((inAt, outAt, length) -> System.arraycopy(x, inAt, y, outAt, length));
    }

    @Override
    void backward(float[] x, float[] y, float[] gradientY, float[] gradientX) {
        eachRun((inAt, outAt, length) -> System.arraycopy(gradientY, outAt, gradientX, inAt, length));
    }

    /** Numbers that lie side by side in both images. */
    @FunctionalInterface
    private interface Run {
        void at(int inAt, int outAt, int length);
    }

    private void eachRun(Run run) {
        Size in = in();
        Size out = out();
        int firstChannel = Math.max(0, -window.channel());
        int channels = Math.min(out.channels(), in.channels() - window.channel()) - firstChannel;
        if (channels <= 0) {
            return;
        }
        for (int y = 0; y < out.height(); y++) {
            int inY = y * window.strideY() + window.top();
            for (int x = 0; x < out.width(); x++) {
                int inX = x * window.strideX() + window.left();
                if (inY >= 0 && inY < in.height() && inX >= 0 && inX < in.width()) {
                    run.at(
                            (inY * in.width() + inX) * in.channels() + firstChannel + window.channel(),
                            (y * out.width() + x) * out.channels() + firstChannel,
                            channels);
                }
            }
        }
    }
}
