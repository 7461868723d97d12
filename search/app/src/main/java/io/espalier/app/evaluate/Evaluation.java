package io.espalier.app.evaluate;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.profile.LatencyStatistics;
import io.espalier.profile.measure.LatencyProtocol;
import io.espalier.profile.measure.LatencySubject;
import io.espalier.profile.measure.MeasurementListener;
import io.espalier.training.Accuracy;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.ParentCheck;
import io.espalier.training.data.ImageSet;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Accuracy and latency of one classifier on this machine.
 *
 * @param images which images were classified, such as {@code test[1::2]}
 * @param latency in ms, by the 10th percentile of short blocks, at {@code threads} and {@code batch}
 * @param notes for the user, a line each
 */
public record Evaluation(
        String model,
        String dataset,
        String images,
        AccuracyResult accuracy,
        Latency latency,
        int threads,
        int batch,
        List<String> notes) {
    private static final int IMAGES_AT_ONCE = 100;
    /** Beyond three standard errors a measured accuracy is another one than the card's. */
    private static final double SIGMAS = 3;

    /** Share of right answers and its standard error, 0 to 1. */
    public record AccuracyResult(double value, double se, int correct, int total) {
        public static AccuracyResult of(Accuracy accuracy) {
            return new AccuracyResult(accuracy.value(), accuracy.standardError(), accuracy.correct(), accuracy.total());
        }
    }

    public Evaluation {
        notes = List.copyOf(notes);
    }

    /**
     * Evaluates {@code data.model()}.
     *
     * @param name what the user calls the model
     * @param threads inside one inference, when the latency is measured
     * @param batch images an inference, when the latency is measured
     * @param timing how long the latency may be measured
     */
    public static Evaluation of(
            String name,
            ModelData data,
            ImageSet images,
            String imagesText,
            InferenceRuntime runtime,
            int threads,
            int batch,
            Duration timing) {
        Accuracy accuracy = accuracy(data, images, runtime);
        Latency latency = latency(data.model(), runtime, threads, batch, timing);
        int batchMeasured = data.contract().fixedBatch().orElse(batch);
        return new Evaluation(
                name,
                data.dataset().name(),
                imagesText,
                AccuracyResult.of(accuracy),
                latency,
                threads,
                batchMeasured,
                notes(data, accuracy));
    }

    private static Accuracy accuracy(ModelData data, ImageSet images, InferenceRuntime runtime) {
        int processors = Runtime.getRuntime().availableProcessors();
        try (InferenceSession session = data.model().open(runtime, SessionOptions.of(processors))) {
            return AccuracyEvaluator.evaluate(
                    session,
                    data.contract().input(),
                    images,
                    data.normalization(),
                    data.contract().fixedBatch().orElse(IMAGES_AT_ONCE));
        }
    }

    private static Latency latency(ModelFile model, InferenceRuntime runtime, int threads, int batch, Duration timing) {
        Precision precision = model.isQuantized() ? Precision.INT8 : Precision.FP32;
        LatencySubject subject = model.subject("model", precision);
        Map<String, LatencyStatistics> measured = LatencyProtocol.standard(timing, 0)
                .measure(List.of(subject), runtime, threads, batch, System::nanoTime, MeasurementListener.NONE);
        return Latency.of(Objects.requireNonNull(measured.get("model"), "what was to be measured"));
    }

    private static List<String> notes(ModelData data, Accuracy accuracy) {
        List<String> notes = new ArrayList<>();
        ParentCheck.stated(data.model().card().orElse(null), data.dataset()).ifPresent(stated -> {
            double sigmas = (accuracy.value() - stated) / Math.max(1e-9, accuracy.standardError());
            if (Math.abs(sigmas) > SIGMAS) {
                notes.add("The model's card states %.2f %% on its test images: this is %.1f standard errors %s."
                        .formatted(100 * stated, Math.abs(sigmas), sigmas > 0 ? "better" : "worse"));
            }
        });
        return notes;
    }
}
