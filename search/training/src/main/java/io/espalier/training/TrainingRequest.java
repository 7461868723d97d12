package io.espalier.training;

import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.weights.Model;
import java.util.Optional;

/**
 * Everything that decides the outcome of a training. Which images and views make a batch follows from seed, schedule and
 * number of images alone, not from the network: candidates with the same seed see the same batches.
 *
 * @param model what is trained: one image input {@code [n, c, h, w]}, one output of logits {@code [n, classes]}
 * @param images pixels and labels
 * @param threads 1 or more
 */
public record TrainingRequest(
        Model model,
        ImageSet images,
        PixelNormalization normalization,
        Schedule schedule,
        Optional<Distillation> distillation,
        long seed,
        int threads) {
    public TrainingRequest {
        if (threads < 1) {
            throw new IllegalArgumentException("The number of threads (%d) must be 1 or more.".formatted(threads));
        }
        if (images.size() < 1) {
            throw new IllegalArgumentException("There are no images to train on.");
        }
    }
}
