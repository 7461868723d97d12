package io.espalier.search.evaluate;

import io.espalier.training.Accuracy;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.data.Batches;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;

/** Counts how many images a model gets right in the runtime that it is made for. Thread-safe. */
public final class ModelAccuracy {
    private final InferenceRuntime runtime;
    private final String input;
    private final int threads;

    /**
     * @param input name of the image input
     * @param threads inside one inference
     */
    public ModelAccuracy(InferenceRuntime runtime, String input, int threads) {
        this.runtime = runtime;
        this.input = input;
        this.threads = threads;
    }

    public Accuracy of(Model model, Batches batches) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(threads))) {
            return AccuracyEvaluator.evaluate(session, input, batches);
        }
    }

    /** The accuracy of the model in a file, external data included. */
    public Accuracy of(Path onnxFile, Batches batches) {
        try (InferenceSession session = runtime.open(onnxFile, SessionOptions.of(threads))) {
            return AccuracyEvaluator.evaluate(session, input, batches);
        }
    }
}
