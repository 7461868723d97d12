package io.espalier.training.metric;

import io.espalier.zoo.file.TemporaryFolder;
import io.espalier.zoo.onnx.OnnxWriter;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A network that is measured, in memory or in a file, with the runtime that it is made for. */
public final class Subject {
    private final InferenceRuntime runtime;
    private final int threads;
    private final @Nullable Model model;
    private final Path file;

    private Subject(InferenceRuntime runtime, int threads, @Nullable Model model, Path file) {
        this.runtime = runtime;
        this.threads = threads;
        this.model = model;
        this.file = file;
    }

    /** @param threads inside one inference */
    public static Subject of(Model model, InferenceRuntime runtime, int threads) {
        return new Subject(runtime, threads, model, Path.of("model.onnx"));
    }

    /** The network in a file, external data included. @param threads inside one inference */
    public static Subject of(Path onnxFile, InferenceRuntime runtime, int threads) {
        return new Subject(runtime, threads, null, onnxFile);
    }

    /** Ready to be run; the caller closes it. */
    public InferenceSession open() {
        SessionOptions options = SessionOptions.of(threads);
        return model == null ? runtime.open(file, options) : runtime.open(model, options);
    }

    int threads() {
        return threads;
    }

    /** Hands out a file that holds the network, and is there as long as it is used. */
    <T> T inFile(Function<Path, T> use) {
        if (model == null) {
            return use.apply(file.toAbsolutePath());
        }
        try (TemporaryFolder folder = new TemporaryFolder()) {
            Path written = folder.path().resolve(file);
            OnnxWriter.write(model, written);
            return use.apply(written);
        }
    }
}
