package io.espalier.search.testing;

import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.data.DerivedImages;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
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
        ImageExamples examples = SyntheticImages.examples(images);
        try (InferenceSession session = runtime.open(model, SessionOptions.of(1))) {
            labels = Arrays.stream(
                            AccuracyEvaluator.logits(AccuracyEvaluator.classifier(session, examples), examples, 50))
                    .mapToInt(AccuracyEvaluator::best)
                    .toArray();
        }
    }

    @Override
    public int label(int index) {
        return labels[index];
    }
}
