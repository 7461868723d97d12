package io.espalier.nd4j;

import io.espalier.training.AugmentedImages;
import io.espalier.training.BatchOrder;
import io.espalier.training.data.ImageShape;
import java.nio.FloatBuffer;

/** The images, views and labels of one step. */
final class TrainingBatch {
    private final AugmentedImages source;
    private final int[] images;
    private final int[] views;
    private final int[] labels;
    private final float[] channelsFirst;
    private final float[] channelsLast;

    TrainingBatch(AugmentedImages source, int batchSize) {
        this.source = source;
        images = new int[batchSize];
        views = new int[batchSize];
        labels = new int[batchSize];
        channelsFirst =
                new float[Math.multiplyExact(batchSize, source.images().shape().elements())];
        channelsLast = new float[channelsFirst.length];
    }

    /** Draws the batch of a step and writes its pixels, channels last. */
    void fill(BatchOrder order, int step, FloatBuffer target) {
        order.batch(step, images, views);
        for (int i = 0; i < images.length; i++) {
            labels[i] = source.images().label(images[i]);
        }
        source.write(images, views, images.length, channelsFirst);
        reorder(channelsFirst, channelsLast, images.length, source.images().shape());
        target.put(0, channelsLast);
    }

    static void reorder(float[] channelsFirst, float[] channelsLast, int count, ImageShape shape) {
        int pixels = shape.height() * shape.width();
        int channels = shape.channels();
        for (int image = 0; image < count; image++) {
            int at = image * shape.elements();
            for (int channel = 0; channel < channels; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    channelsLast[at + pixel * channels + channel] = channelsFirst[at + channel * pixels + pixel];
                }
            }
        }
    }

    int[] images() {
        return images;
    }

    int[] views() {
        return views;
    }

    int[] labels() {
        return labels;
    }
}
