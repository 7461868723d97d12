package io.espalier.training;

import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.weights.Model;

/**
 * Images to take the gradients of a network's loss on, minibatch by minibatch, in their order; what does not fill a last
 * minibatch is left out.
 *
 * @param model one image input {@code [n, c, h, w]}, one output of logits {@code [n, classes]}
 * @param images pixels and labels
 * @param batchSize 1 to the number of images
 * @param threads 1 or more
 */
public record GradientRequest(
        Model model, ImageSet images, PixelNormalization normalization, int batchSize, int threads) {
    public GradientRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("The number of threads (%d) must be 1 or more.".formatted(threads));
        }
        if (batchSize < 1 || batchSize > images.size()) {
            throw new IllegalArgumentException(
                    "The minibatch (%d) must be 1 to the number of images (%d).".formatted(batchSize, images.size()));
        }
    }
}
