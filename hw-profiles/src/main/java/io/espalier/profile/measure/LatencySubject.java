package io.espalier.profile.measure;

import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.weights.Model;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model to be timed as a whole: a file or a model in memory.
 *
 * @param id unique among those measured together
 * @param precision of its weighted kernels: with the others of the same precision it tells the quiet machine from the slow
 *     one
 */
public record LatencySubject(String id, Precision precision, Optional<Model> model, Optional<Path> file) {
    public LatencySubject {
        if (model.isPresent() == file.isPresent()) {
            throw new IllegalArgumentException("The subject (%s) must be either a model or a file.".formatted(id));
        }
    }

    public static LatencySubject of(String id, Precision precision, Model model) {
        return new LatencySubject(id, precision, Optional.of(model), Optional.empty());
    }

    public static LatencySubject of(String id, Precision precision, Path onnxFile) {
        return new LatencySubject(id, precision, Optional.empty(), Optional.of(onnxFile));
    }

    /** The subject ready to run. */
    InferenceSession open(InferenceRuntime runtime, int threads) {
        SessionOptions options = SessionOptions.of(threads);
        return model.map(known -> runtime.open(known, options))
                .or(() -> file.map(known -> runtime.open(known, options)))
                .orElseThrow();
    }
}
