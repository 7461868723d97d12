package io.espalier.search.evaluate;

import io.espalier.training.data.Batches;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;

/**
 * The images of a run, the same ones for every candidate.
 *
 * @param input name of the network's image input
 * @param calibration images of <i>fit</i> for re-calibration and quantization
 * @param subset the part of search-validation that the first rung looks at
 * @param validation all of search-validation
 * @param test for the final numbers only
 * @param description which images these are, part of every accuracy key
 */
public record EvaluationData(
        String input,
        ImageSet fit,
        PixelNormalization normalization,
        Batches calibration,
        Batches subset,
        Batches validation,
        Batches test,
        int classes,
        String description) {
    private static final int CALIBRATION_IMAGES = 512;
    private static final int SUBSET_IMAGES = 2048;
    private static final int BATCH = 128;
    private static final long HELD_BYTES = 256L << 20;

    /**
     * Draws the images of a run of {@code seed}.
     *
     * @throws IllegalArgumentException when there is nothing to calibrate on
     */
    public static EvaluationData of(DataSplits splits, PixelNormalization normalization, ModelGraph graph, long seed) {
        if (splits.fit().size() == 0) {
            throw new IllegalArgumentException(
                    "There are no images to calibrate and tune on (%s).\nMaybe leave some of the training file out of --val."
                            .formatted(splits.description()));
        }
        GraphValue input = graph.inputs().get(0);
        Dim batchSize = input.type().shape().dim(0);
        int batch = batchSize.isKnown() ? Math.toIntExact(batchSize.size()) : BATCH;
        boolean fixed = batchSize.isKnown();
        ImageSet calibration = whole(splits.fit().sample(CALIBRATION_IMAGES, seed), batch, fixed);
        ImageSet subset = whole(splits.searchValidation().sample(SUBSET_IMAGES, seed), batch, fixed);
        return new EvaluationData(
                input.name(),
                splits.fit(),
                normalization,
                batches(calibration, normalization, batch),
                batches(subset, normalization, batch),
                batches(whole(splits.searchValidation(), batch, fixed), normalization, batch),
                Batches.of(whole(splits.test(), batch, fixed), normalization, batch),
                splits.searchValidation().classes(),
                "%s; %s; calibration %d, subset %d, seed %d"
                        .formatted(splits.description(), normalization, calibration.size(), subset.size(), seed));
    }

    private static Batches batches(ImageSet images, PixelNormalization normalization, int batch) {
        Batches batches = Batches.of(images, normalization, batch);
        long bytes = 4L * images.size() * images.shape().elements();
        return bytes <= HELD_BYTES ? batches.held() : batches;
    }

    /** A network of a fixed batch takes whole batches only. */
    private static ImageSet whole(ImageSet images, int batch, boolean fixed) {
        int rest = images.size() % batch;
        if (!fixed || rest == 0) {
            return images;
        }
        int[] indices = new int[images.size() - rest];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = i;
        }
        return images.subset(indices);
    }
}
