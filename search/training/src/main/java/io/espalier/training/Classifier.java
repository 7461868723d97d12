package io.espalier.training;

import io.espalier.zoo.weights.Tensor;

/** A network as evaluation sees it: normalized images in, a score for each class out. */
@FunctionalInterface
public interface Classifier {

    /**
     * The scores of a batch.
     *
     * @param images FLOAT {@code [n, channels, height, width]}
     * @return n rows of equal length, one score (logit or probability) for each class
     */
    float[][] scores(Tensor images);
}
