package io.espalier.nd4j;

import java.util.Arrays;

/** The greatest or mean value under a moving kernel. */
final class PoolLayer extends ImageLayer {
    private final Step.Pool pool;

    PoolLayer(Workers workers, Step.Pool pool, TapeValue input, TapeValue output) {
        super(workers, input, output);
        this.pool = pool;
    }

    /** One place of the kernel: the pixels of the input under it, and the output pixel. */
    @FunctionalInterface
    private interface Place {
        void at(int outAt, int top, int bottom, int left, int right, float share);
    }

    private void eachPlace(Place place) {
        Geometry g = pool.geometry();
        Size in = in();
        Size out = out();
        for (int y = 0; y < out.height(); y++) {
            int top = y * g.strideY() - g.padY();
            for (int x = 0; x < out.width(); x++) {
                int left = x * g.strideX() - g.padX();
                int bottom = top + g.kernelHeight();
                int right = left + g.kernelWidth();
                int firstY = Math.max(0, top);
                int firstX = Math.max(0, left);
                int endY = Math.min(in.height(), bottom);
                int endX = Math.min(in.width(), right);
                int count = pool.countPad()
                        ? (Math.min(bottom, in.height() + pool.padBottom()) - top)
                                * (Math.min(right, in.width() + pool.padRight()) - left)
                        : (endY - firstY) * (endX - firstX);
                place.at((y * out.width() + x) * out.channels(), firstY, endY, firstX, endX, 1f / count);
            }
        }
    }

    @Override
    void forward(float[] x, float[] y) {
        int channels = out().channels();
        int width = in().width();
        eachPlace((outAt, top, bottom, left, right, share) -> {
            Arrays.fill(y, outAt, outAt + channels, pool.max() ? Float.NEGATIVE_INFINITY : 0);
            for (int row = top; row < bottom; row++) {
                for (int column = left; column < right; column++) {
                    int inAt = (row * width + column) * channels;
                    for (int c = 0; c < channels; c++) {
                        y[outAt + c] = pool.max() ? Math.max(y[outAt + c], x[inAt + c]) : y[outAt + c] + x[inAt + c];
                    }
                }
            }
            if (!pool.max()) {
                for (int c = 0; c < channels; c++) {
                    y[outAt + c] *= share;
                }
            }
        });
    }

    @Override
    void backward(float[] x, float[] y, float[] gradientY, float[] gradientX) {
        int channels = out().channels();
        int width = in().width();
        eachPlace((outAt, top, bottom, left, right, share) -> {
            for (int c = 0; c < channels; c++) {
                if (pool.max()) {
                    int first = firstGreatest(x, y[outAt + c], top, bottom, left, right, c);
                    gradientX[first] += gradientY[outAt + c];
                    continue;
                }
                for (int row = top; row < bottom; row++) {
                    for (int column = left; column < right; column++) {
                        gradientX[(row * width + column) * channels + c] += gradientY[outAt + c] * share;
                    }
                }
            }
        });
    }

    /** Of equal values the first one takes the gradient. */
    private int firstGreatest(float[] x, float greatest, int top, int bottom, int left, int right, int channel) {
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                int at = (row * in().width() + column) * in().channels() + channel;
                if (x[at] == greatest) {
                    return at;
                }
            }
        }
        // Only NaN equals nothing; the loss will say so.
        return (top * in().width() + left) * in().channels() + channel;
    }
}
