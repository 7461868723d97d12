package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.Calibration;
import io.espalier.zoo.transform.QdqQuantizer;
import io.espalier.zoo.weights.Model;

/** Makes the form of a network that runs on the device: quantized where its recipe says so. Thread-safe. */
public final class Deployment {
    private final InferenceRuntime runtime;
    private final EvaluationData data;
    private final int threads;

    public Deployment(InferenceRuntime runtime, EvaluationData data, int threads) {
        this.runtime = runtime;
        this.data = data;
        this.threads = threads;
    }

    /** @param model the network of {@code recipe} in floating point, with its final weights */
    public Model of(Model model, Recipe recipe) {
        if (recipe.precision().isEmpty()) {
            return model;
        }
        Calibration calibration = Calibration.collect(model, data.calibration().feeds(), runtime, threads);
        return QdqQuantizer.quantize(model, Assembler.precision(recipe), calibration);
    }
}
