package io.espalier.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The generated images must need a network: softmax regression on the pixels stays far below it. */
class ShapesDifficultyIT {
    private static final int FEATURES = 3072;
    private static final int CLASSES = 10;
    private static final int EPOCHS = 6;

    private final float[] weights = new float[CLASSES * (FEATURES + 1)];
    private final float[] features = new float[FEATURES];
    private final double[] scores = new double[CLASSES];

    @Test
    void aLinearModelStaysUnderSixtyPercent() {
        Dataset shapes = ShapesDataset.of(ShapesDataset.DEFAULT_SEED);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] order =
                    Permutation.first(shapes.train().size(), shapes.train().size(), epoch);
            for (int index : order) {
                learn(shapes.train(), index, 0.001f / (1 + epoch));
            }
        }
        assertThat(accuracy(shapes.train()))
                .as("it has learnt something of the images it saw")
                .isBetween(0.15, 0.6);
        assertThat(accuracy(shapes.test())).isLessThan(0.6);
    }

    /** One step of gradient descent on the cross-entropy of one image. */
    private void learn(ImageSet images, int index, float rate) {
        score(images, index);
        double max = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            scores[c] = Math.exp(scores[c] - max);
            sum += scores[c];
        }
        for (int c = 0; c < CLASSES; c++) {
            float step = (float) (rate * ((c == images.label(index) ? 1 : 0) - scores[c] / sum));
            int row = c * (FEATURES + 1);
            for (int i = 0; i < FEATURES; i++) {
                weights[row + i] += step * features[i];
            }
            weights[row + FEATURES] += step;
        }
    }

    private void score(ImageSet images, int index) {
        images.pixels(index, features);
        for (int i = 0; i < FEATURES; i++) {
            features[i] = features[i] / 127.5f - 1;
        }
        for (int c = 0; c < CLASSES; c++) {
            int row = c * (FEATURES + 1);
            float score = weights[row + FEATURES];
            for (int i = 0; i < FEATURES; i++) {
                score += weights[row + i] * features[i];
            }
            scores[c] = score;
        }
    }

    private double accuracy(ImageSet images) {
        int correct = 0;
        for (int index = 0; index < images.size(); index++) {
            score(images, index);
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                best = scores[c] > scores[best] ? c : best;
            }
            correct += best == images.label(index) ? 1 : 0;
        }
        return (double) correct / images.size();
    }
}
