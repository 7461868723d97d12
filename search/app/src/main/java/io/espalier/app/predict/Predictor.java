package io.espalier.app.predict;

import io.espalier.app.ModelFile;
import io.espalier.app.evaluate.Latency;
import io.espalier.cost.CostModel;
import io.espalier.cost.CostQuery;
import io.espalier.cost.DefaultCostQuery;
import io.espalier.cost.analytic.AnalyticCosts;
import io.espalier.cost.latency.KernelTableLatency;
import io.espalier.profile.HardwareProfile;
import io.espalier.profile.InvalidProfileException;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.FloatForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Prices models with one profile. Thread-safe. */
public final class Predictor {
    private final HardwareProfile profile;
    private final KernelTableLatency latency;
    private final List<CostModel> others;

    /** A model and what the user calls it. */
    public record Named(String name, ModelFile file) {}

    private Predictor(HardwareProfile profile) {
        this.profile = profile;
        latency = KernelTableLatency.of(profile);
        others = AnalyticCosts.all(profile.batch());
    }

    public static Predictor of(HardwareProfile profile) {
        return new Predictor(profile);
    }

    /**
     * What {@code model} would cost; the kernels of a quantized (QDQ) file are priced as int8.
     *
     * @throws InvalidProfileException when the profile cannot price one of its kernels
     */
    public Prediction predict(Named model) {
        CostQuery query = query(model.file().model().graph());
        List<Prediction.Cost> costs = others.stream()
                .map(other -> Prediction.Cost.of(other.estimate(query)))
                .toList();
        try {
            return Prediction.of(
                    model.name(),
                    profile.id().toString(),
                    precision(model.file()).toString(),
                    latency.estimate(query),
                    costs);
        } catch (InvalidProfileException e) {
            throw new InvalidProfileException("The model (%s): %s".formatted(model.name(), e.getMessage()), e);
        }
    }

    private CostQuery query(ModelGraph graph) {
        FloatForm floats = FloatForm.of(graph);
        ModelGraph exported = ExportForm.of(floats.graph());
        return DefaultCostQuery.of(
                exported, ShapeInference.infer(exported), floats::precision, List.of(profile), Optional.empty());
    }

    private static Precision precision(ModelFile file) {
        return file.isQuantized() ? Precision.INT8 : Precision.FP32;
    }

    /**
     * Puts what is measured on this machine, interleaved, at the profile's threads and batch, beside the predictions.
     * The first model of each precision tells the quiet machine from the slow one.
     *
     * @param predictions of {@code models}, in their order
     * @param limit for all of them together
     */
    public List<Prediction> measure(
            List<Named> models,
            List<Prediction> predictions,
            InferenceRuntime runtime,
            Duration limit,
            MeasurementListener listener) {
        Set<Precision> anchored = new HashSet<>();
        List<LatencySubject> subjects = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Precision precision = precision(models.get(i).file());
            LatencySubject subject = models.get(i).file().subject(String.valueOf(i), precision);
            subjects.add(anchored.add(precision) ? subject.asAnchor() : subject);
        }
        Map<String, LatencyStatistics> measured = LatencyProtocol.standard(limit, 0)
                .measure(subjects, runtime, profile.threads(), profile.batch(), System::nanoTime, listener);
        List<Prediction> both = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            LatencyStatistics statistics = Objects.requireNonNull(measured.get(String.valueOf(i)), "measured");
            both.add(predictions.get(i).measured(Latency.of(statistics)));
        }
        return both;
    }
}
