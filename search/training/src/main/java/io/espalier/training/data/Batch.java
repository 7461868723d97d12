package io.espalier.training.data;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;

/**
 * Normalized images with their classes.
 *
 * @param images FLOAT, {@code [n, channels, height, width]}
 * @param labels n class numbers
 */
public record Batch(Tensor images, Longs labels) {
    public Batch {
        if (images.shape().at(0) != labels.size()) {
            throw new IllegalArgumentException("A batch of %s has %d labels.".formatted(images.shape(), labels.size()));
        }
    }

    public int size() {
        return labels.size();
    }

    public int label(int index) {
        return labels.intAt(index);
    }
}
