package io.espalier.app.finetune;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ClassifierContract;
import io.espalier.app.data.ModelData;
import io.espalier.training.Accuracy;
import io.espalier.training.AccuracyEvaluator;
import io.espalier.training.AugmentedImages;
import io.espalier.training.CachedTeacher;
import io.espalier.training.CrossEntropy;
import io.espalier.training.Distillation;
import io.espalier.training.ImageBatches;
import io.espalier.training.Loss;
import io.espalier.training.Schedule;
import io.espalier.training.TaughtBatches;
import io.espalier.training.Trained;
import io.espalier.training.TrainingBatch;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Batches;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.InvalidDataException;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.transform.ActivationStatistics;
import io.espalier.zoo.transform.BatchNormInsertion;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trains a model further on <i>fit</i>. A network without batch normalizations is trained with them behind its convolutions,
 * and folded again.
 *
 * @param data of the model
 * @param distillation how much the teacher counts, when there is one
 * @param labelSmoothing 0 to below 1
 * @param threads of the engine and of inference
 */
public record FineTuning(
        ModelData data,
        Optional<ModelFile> teacher,
        TrainingEngine engine,
        InferenceRuntime runtime,
        Schedule schedule,
        Distillation distillation,
        double labelSmoothing,
        long seed,
        int threads) {
    private static final int BATCH = 128;
    private static final int CALIBRATION_IMAGES = 512;

    /**
     * What came of it.
     *
     * @param before on the test images
     * @param loss mean of the last steps; NaN when the engine tells none
     */
    public record Outcome(Model model, Accuracy before, Accuracy after, double loss) {}

    /**
     * Trains.
     *
     * @throws InvalidDataException when there is nothing to train on
     * @throws UnsupportedFeatureException when the engine cannot train the model
     * @throws IllegalArgumentException when the teacher wants other images
     */
    public Outcome run(TrainingListener listener) {
        DataSplits splits = data.splits();
        if (splits.fit().size() == 0) {
            throw new InvalidDataException(
                    "There are no images to train on (%s).%nMaybe leave some of the training file out of --val."
                            .formatted(splits.description()));
        }
        Model model = data.model().model();
        Accuracy before = accuracy(model, splits.test());
        boolean normalized = model.graph().nodes().stream()
                .anyMatch(node -> node.operator() instanceof Operator.Normalization norm
                        && norm.kind() == Operator.Normalization.Kind.BATCH);
        Model trainable = normalized ? model : withNormalizations(model, splits.fit());
        engine.refusal(trainable.graph()).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        Trained trained = train(trainable, splits.fit(), listener);
        Model after = normalized ? trained.model() : ExportForm.of(trained.model());
        return new Outcome(after, before, accuracy(after, splits.test()), trained.finalLoss());
    }

    private Model withNormalizations(Model model, ImageSet fit) {
        Batches batches = Batches.of(fit.sample(CALIBRATION_IMAGES, seed), data.normalization(), batch());
        return BatchNormInsertion.insert(
                model,
                ActivationStatistics.of(model, batches.feeds(data.contract().input()), runtime, threads));
    }

    private int batch() {
        return data.contract().fixedBatch().orElse(BATCH);
    }

    private Accuracy accuracy(Model model, ImageSet images) {
        try (InferenceSession session = runtime.open(model, SessionOptions.of(threads))) {
            return AccuracyEvaluator.evaluate(session, data.contract().input(), images, data.normalization(), batch());
        }
    }

    private Trained train(Model model, ImageSet fit, TrainingListener listener) {
        String output = model.graph().outputs().get(0).name();
        AugmentedImages views = new AugmentedImages(fit, data.normalization(), schedule.augmentation());
        TrainingBatches batches = ImageBatches.shuffled(data.contract().input(), views, schedule.batchSize(), seed);
        if (teacher.isEmpty()) {
            Loss loss = new CrossEntropy(output, TrainingBatch.LABELS, labelSmoothing);
            return engine.train(new TrainingRequest(model, batches, loss, schedule, seed, threads), listener);
        }
        ModelFile file = teacher.get();
        requireSameImages(file);
        String input = ClassifierContract.of(file).input();
        try (InferenceSession session = file.open(runtime, SessionOptions.of(threads))) {
            String said = session.outputs().get(0).name();
            CachedTeacher cached = new CachedTeacher(batch ->
                    session.run(Map.of(input, batch.inputs().get(data.contract().input())), Set.of(said)));
            return engine.train(
                    new TrainingRequest(
                            model,
                            new TaughtBatches(batches, cached),
                            distillation.loss(output, said, labelSmoothing),
                            schedule,
                            seed,
                            threads),
                    listener);
        }
    }

    private void requireSameImages(ModelFile file) {
        Optional<PixelNormalization> wanted = file.card().map(card -> PixelNormalization.of(card.input()));
        if (wanted.isPresent() && !wanted.get().equals(data.normalization())) {
            throw new IllegalArgumentException(
                    "The teacher (%s) wants its images as %s, the model as %s.%nMaybe another teacher: both see the same images."
                            .formatted(file.name(), wanted.get(), data.normalization()));
        }
    }
}
