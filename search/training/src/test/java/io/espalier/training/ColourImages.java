package io.espalier.training;

import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;
import io.espalier.training.data.PixelNormalization;
import java.util.List;

/**
 * Images of one pixel whose class is the strongest of red, green and blue, and a classifier that knows them when they
 * are shown as it was "trained".
 */
final class ColourImages {
    /** What the classifier wants. */
    static final PixelNormalization IMAGENET =
            new PixelNormalization(255, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    static final List<String> CLASSES = List.of("red", "green", "blue");

    private ColourImages() {}

    /** {@code size} images whose classes take turns. */
    static ImageSet of(int size) {
        return new ImageSet() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public ImageShape shape() {
                return new ImageShape(3, 1, 1);
            }

            @Override
            public int classes() {
                return 3;
            }

            @Override
            public int label(int index) {
                return index % 3;
            }

            @Override
            public void pixels(int index, float[] target) {
                for (int c = 0; c < 3; c++) {
                    target[c] = c == index % 3 ? 150 + index % 7 : 120 - index % 11;
                }
            }
        };
    }

    /**
     * Right when the three values come out as ImageNet's normalization makes them, and otherwise always class 0.
     *
     * @param outputs which channel each output stands for
     */
    static Classifier classifier(int... outputs) {
        return images -> {
            int count = images.shape().intAt(0);
            float[] values = images.floats();
            float[][] scores = new float[count][3];
            for (int i = 0; i < count; i++) {
                for (int output = 0; output < 3; output++) {
                    int channel = outputs[output];
                    double mean = IMAGENET.mean().get(channel);
                    double std = IMAGENET.std().get(channel);
                    double pixel = 255 * (values[i * 3 + channel] * std + mean);
                    boolean asTrained = Math.abs(pixel - Math.rint(pixel)) < 1e-3 && pixel > 100 && pixel < 160;
                    scores[i][output] = asTrained ? (float) pixel : 0;
                }
            }
            return scores;
        };
    }

    /** One that answers {@code wrongEvery}-th image wrongly, by its place in the batch. */
    static Classifier imperfect(Classifier perfect, int wrongEvery) {
        return images -> {
            float[][] scores = perfect.scores(images);
            for (int i = 0; i < scores.length; i += wrongEvery) {
                float[] row = scores[i];
                scores[i] = new float[] {row[1], row[2], row[0]};
            }
            return scores;
        };
    }
}
