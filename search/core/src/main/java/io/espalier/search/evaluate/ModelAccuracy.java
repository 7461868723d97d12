package io.espalier.search.evaluate;

import io.espalier.training.Accuracy;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.training.metric.Measured;
import io.espalier.training.metric.Metric;
import io.espalier.training.metric.Subject;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;

/** Measures how good a model is in the runtime that it is made for. Thread-safe. */
public final class ModelAccuracy {
    private final InferenceRuntime runtime;
    private final Metric metric;
    private final int threads;

    /** @param threads inside one inference */
    public ModelAccuracy(InferenceRuntime runtime, Metric metric, int threads) {
        this.runtime = runtime;
        this.metric = metric;
        this.threads = threads;
    }

    public Accuracy of(Model model, EvaluationSet set) {
        return metric.of(Subject.of(model, runtime, threads), set);
    }

    /** The same with what each example says, where the metric can tell. */
    Measured measure(Model model, EvaluationSet set) {
        return metric.measure(Subject.of(model, runtime, threads), set);
    }

    /** The accuracy of the model in a file, external data included, with what each example says. */
    public Measured measure(Path onnxFile, EvaluationSet set) {
        return metric.measure(Subject.of(onnxFile, runtime, threads), set);
    }

    /** What is measured: part of every accuracy key. */
    String description() {
        return metric.description();
    }
}
