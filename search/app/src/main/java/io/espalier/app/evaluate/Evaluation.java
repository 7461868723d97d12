package io.espalier.app.evaluate;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.training.Accuracy;
import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.training.metric.Metric;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Accuracy and latency of one model on this machine.
 *
 * @param images which examples were shown, such as {@code test[1::2]}
 * @param latency in ms, by the 10th percentile of short blocks, at {@code threads} and {@code batch}
 * @param notes for the user, a line each
 */
public record Evaluation(
        String model,
        String dataset,
        String images,
        AccuracyResult accuracy,
        MetricResult metric,
        Latency latency,
        int threads,
        int batch,
        List<String> notes) {
    private static final int EXAMPLES_AT_ONCE = 100;
    private static final double EXACT = 1e-6;
    /** Beyond three standard errors a measured accuracy is another one than the card's. */
    private static final double SIGMAS = 3;

    /**
     * @param se standard error
     * @param correct right answers, where the value is the share of them
     */
    public record AccuracyResult(
            double value, double se, @Nullable Integer correct, int total) {
        public static AccuracyResult of(Accuracy accuracy, Metric metric) {
            boolean counts = metric.name().startsWith("top")
                    && Math.abs(accuracy.correct() - accuracy.value() * accuracy.total()) < EXACT;
            return new AccuracyResult(
                    accuracy.value(), accuracy.standardError(), counts ? accuracy.correct() : null, accuracy.total());
        }
    }

    /**
     * The accuracy in the terms of its metric.
     *
     * @param better {@code higher} or {@code lower}
     * @param se standard error
     */
    public record MetricResult(String name, String better, double value, double se) {
        public static MetricResult of(Accuracy accuracy, Metric metric) {
            Metric.Reading reading = metric.reading(accuracy);
            return new MetricResult(
                    metric.name(),
                    metric.isHigherBetter() ? "higher" : "lower",
                    reading.value(),
                    reading.standardError());
        }
    }

    /** Whether the examples are images, as all data but arrays is. */
    public boolean ofImages() {
        return !dataset.equals("arrays");
    }

    public Evaluation {
        notes = List.copyOf(notes);
    }

    /**
     * Evaluates {@code data.model()}.
     *
     * @param name what the user calls the model
     * @param set which examples, as the user calls them
     * @param threads inside one inference, when the latency is measured
     * @param batch examples an inference, when the latency is measured
     * @param timing how long the latency may be measured
     */
    public static Evaluation of(
            String name,
            ModelData data,
            Metric metric,
            Examples examples,
            String set,
            InferenceRuntime runtime,
            int threads,
            int batch,
            Duration timing) {
        Accuracy accuracy = metric.of(
                data.model().subject(runtime, Runtime.getRuntime().availableProcessors()),
                new EvaluationSet(set, Batches.of(examples, data.batch(EXAMPLES_AT_ONCE))));
        Latency latency = latency(data.model(), runtime, threads, batch, timing);
        return new Evaluation(
                name,
                data.source().name(),
                set,
                AccuracyResult.of(accuracy, metric),
                MetricResult.of(accuracy, metric),
                latency,
                threads,
                data.batch(batch),
                notes(data.stated(metric), accuracy));
    }

    private static Latency latency(ModelFile model, InferenceRuntime runtime, int threads, int batch, Duration timing) {
        Precision precision = model.isQuantized() ? Precision.INT8 : Precision.FP32;
        LatencySubject subject = model.subject("model", precision);
        Map<String, LatencyStatistics> measured = LatencyProtocol.standard(timing, 0)
                .measure(List.of(subject), runtime, threads, batch, System::nanoTime, MeasurementListener.NONE);
        return Latency.of(Objects.requireNonNull(measured.get("model"), "what was to be measured"));
    }

    private static List<String> notes(Optional<Double> ofCard, Accuracy accuracy) {
        List<String> notes = new ArrayList<>();
        ofCard.ifPresent(stated -> {
            double sigmas = (accuracy.value() - stated) / Math.max(1e-9, accuracy.standardError());
            if (Math.abs(sigmas) > SIGMAS) {
                notes.add("The model's card states %.2f %% on its test images: this is %.1f standard errors %s."
                        .formatted(100 * stated, Math.abs(sigmas), sigmas > 0 ? "better" : "worse"));
            }
        });
        return notes;
    }
}
