package io.espalier.search.testing;

import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.data.Batches;
import io.espalier.training.data.DerivedImages;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.util.Arrays;

/** Images whose classes are what a network says. */
public final class ImagesAsTheModelSays extends DerivedImages {
    private final int[] labels;

    public ImagesAsTheModelSays(ImageSet images, Model model, InferenceRuntime runtime) {
        super(images);
        String input = model.graph().inputs().get(0).name();
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            Batches batches = Batches.of(images, PixelNormalization.ZERO_TO_ONE, 50);
            labels = Arrays.stream(AccuracyEvaluator.logits(session, input, batches))
                    .mapToInt(AccuracyEvaluator::best)
                    .toArray();
        }
    }

    @Override
    public int label(int index) {
        return labels[index];
    }
}
