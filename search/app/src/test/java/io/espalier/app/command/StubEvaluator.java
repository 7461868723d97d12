package io.espalier.app.command;

import io.espalier.training.Accuracy;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.zoo.model.ResNet;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.OnnxRuntime;
import io.espalier.zoo.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A user's evaluator: reads a model and a folder of images in its own way, and prints what it found. */
public final class StubEvaluator {
    private StubEvaluator() {}

    /** @param arguments model; subset, validation or test; folder of the images */
    public static void main(String[] arguments) {
        Dataset dataset = Datasets.of(Map.of()).open("folder:" + arguments[2]);
        boolean test = arguments[1].equals("test");
        ImageSet images = SliceSpec.parse(test ? "test[1::2]" : "test[0::2]").of(dataset);
        PixelNormalization normalization = new PixelNormalization(255, List.of(.5), List.of(.25));
        try (InferenceSession session = OnnxRuntime.open().open(Path.of(arguments[0]), SessionOptions.of(1))) {
            Accuracy accuracy =
                    AccuracyEvaluator.evaluate(session, new ImageExamples(ResNet.INPUT, images, normalization), 30);
            System.out.println("{\"accuracy\": " + accuracy.value() + ", \"se\": " + accuracy.standardError() + "}");
        }
    }
}
