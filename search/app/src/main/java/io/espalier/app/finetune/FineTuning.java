package io.espalier.app.finetune;

import io.espalier.app.ModelFile;
import io.espalier.app.data.ModelData;
import io.espalier.training.Accuracy;
import io.espalier.training.CachedTeacher;
import io.espalier.training.Distillation;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Loss;
import io.espalier.training.Schedule;
import io.espalier.training.Supervision;
import io.espalier.training.TaughtBatches;
import io.espalier.training.Trained;
import io.espalier.training.TrainingBatches;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.WeightProjection;
import io.espalier.training.command.CommandTrainingEngine;
import io.espalier.training.data.Batches;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Examples;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.metric.EvaluationSet;
import io.espalier.training.metric.Metric;
import io.espalier.training.metric.Subject;
import io.espalier.training.sparse.Sparsification;
import io.espalier.training.transfer.Hint;
import io.espalier.training.transfer.HintedTraining;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.transform.ActivationStatistics;
import io.espalier.zoo.transform.BatchNormInsertion;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.transform.IntegerForm;
import io.espalier.zoo.weights.Model;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Trains a model further on <i>fit</i>. A network without batch normalizations is trained with them behind its convolutions,
 * and folded again.
 *
 * @param data of the model
 * @param supervision what it learns
 * @param metric tells how good it is on the test examples
 * @param teacher empty: none, or the model itself where it is to be quantized
 * @param quantizing to few bits, with training; empty: it stays in float
 * @param distillation how much the teacher counts, when there is one
 * @param hints features of the teacher that count besides, named as a user does
 * @param labelSmoothing 0 to below 1
 * @param sparsification which weights are 0 in the end; empty: all are free
 * @param threads of the engine and of inference
 */
public record FineTuning(
        ModelData data,
        Supervision supervision,
        Metric metric,
        Optional<ModelFile> teacher,
        Optional<Quantizing> quantizing,
        TrainingEngine engine,
        InferenceRuntime runtime,
        Schedule schedule,
        Distillation distillation,
        List<Hint> hints,
        double labelSmoothing,
        Optional<Sparsification> sparsification,
        long seed,
        int threads) {
    private static final int BATCH = 128;
    private static final int CALIBRATION_EXAMPLES = 512;

    public FineTuning {
        hints = List.copyOf(hints);
        if (sparsification.isPresent() && quantizing.isPresent()) {
            throw new IllegalArgumentException(
                    "A training makes a model sparse or quantizes it, not both.\nMaybe --sparsity first, then --bits 8 of what came out.");
        }
        if (!hints.isEmpty() && teacher.isEmpty()) {
            throw new IllegalArgumentException("--hint needs a teacher.\nMaybe --teacher FILE.");
        }
        if (!hints.isEmpty() && engine instanceof CommandTrainingEngine) {
            throw new IllegalArgumentException(
                    "--hint is part of a loss, and a command of yours has its own.\nMaybe --engine nd4j.");
        }
    }

    /**
     * What came of it.
     *
     * @param before on the test examples
     * @param rounded of the model quantized without training, when it is to be quantized
     * @param loss mean of the last steps; NaN when the engine tells none
     * @param sparsity of the model, where a training was to make it sparse
     */
    public record Outcome(
            Model model,
            Accuracy before,
            Optional<Accuracy> rounded,
            Accuracy after,
            double loss,
            Optional<SparsityResult> sparsity) {}

    /** A network to train, and what is made of it afterwards. */
    private record Form(Model trainable, UnaryOperator<Model> finished, Optional<Model> rounded) {}

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
                    "There are no examples to train on (%s).%nMaybe leave some of the training file out of --val."
                            .formatted(splits.description()));
        }
        Model model = data.model().model();
        Accuracy before = accuracy(model, splits.test());
        Form form = form(model, splits.fit());
        engine.refusal(form.trainable().graph()).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        Optional<Accuracy> rounded = form.rounded().map(network -> accuracy(network, splits.test()));
        Trained trained = train(form.trainable(), splits.fit(), listener);
        Model after = form.finished().apply(trained.model());
        return new Outcome(
                after,
                before,
                rounded,
                accuracy(after, splits.test()),
                trained.finalLoss(),
                sparsification.map(sparse -> SparsityResult.of(after)));
    }

    private Form form(Model model, Examples fit) {
        if (quantizing.isPresent()) {
            Examples examples = fit.sample(CALIBRATION_EXAMPLES, seed);
            QuantizedNetwork network = new QuantizedNetwork(data, quantizing.get(), examples, runtime, threads);
            return new Form(network.trainable(), IntegerForm::of, Optional.of(network.rounded()));
        }
        boolean normalized = model.graph().nodes().stream()
                .anyMatch(node -> node.operator() instanceof Operator.Normalization norm
                        && norm.kind() == Operator.Normalization.Kind.BATCH);
        return normalized
                ? new Form(model, UnaryOperator.identity(), Optional.empty())
                : new Form(withNormalizations(model, fit), ExportForm::of, Optional.empty());
    }

    private Model withNormalizations(Model model, Examples fit) {
        Batches batches = Batches.of(fit.sample(CALIBRATION_EXAMPLES, seed), data.batch(BATCH));
        return BatchNormInsertion.insert(model, ActivationStatistics.of(model, batches.feeds(), runtime, threads));
    }

    private Accuracy accuracy(Model model, Examples examples) {
        Batches batches = Batches.of(examples, data.batch(BATCH));
        return metric.of(Subject.of(model, runtime, threads), new EvaluationSet(EvaluationSet.TEST, batches));
    }

    private Trained train(Model model, Examples fit, TrainingListener listener) {
        TrainingBatches batches =
                ExampleBatches.shuffled(fit.augmented(schedule.augmentation()), schedule.batchSize(), seed);
        Optional<ModelFile> teaching = teacher.or(() -> quantizing.map(goal -> data.model()));
        if (teaching.isEmpty()) {
            return engine.train(request(model, batches, supervision.loss(labelSmoothing)), listener);
        }
        ModelFile file = teaching.get();
        fit.images().ifPresent(images -> requireSameImages(file, images));
        TeacherNames names = new TeacherNames(file.model().graph(), model.graph());
        HintedTraining hinted = HintedTraining.of(model, file.model(), hints(file), seed);
        try (InferenceSession session = runtime.open(hinted.teacher(), SessionOptions.of(threads))) {
            Set<String> answers =
                    supervision.outputs().stream().map(names::output).collect(Collectors.toSet());
            Set<String> said = hinted.teachersOutputs(answers);
            CachedTeacher cached = new CachedTeacher(batch -> session.run(names.inputs(batch.inputs()), said));
            Loss loss = hinted.loss(supervision.taught(distillation, names::output, labelSmoothing));
            TrainingRequest request = request(hinted.student(), new TaughtBatches(batches, cached), loss);
            return hinted.withoutHints(engine.train(request, listener));
        }
    }

    /** By the names of values. */
    private List<Hint> hints(ModelFile teaching) {
        NamedValues own =
                new NamedValues(data.model().name(), data.model().model().graph());
        NamedValues teachers = new NamedValues(teaching.name(), teaching.model().graph());
        return hints.stream()
                .map(hint ->
                        new Hint(own.find(hint.student()), teachers.find(hint.teacher()), hint.kind(), hint.weight()))
                .toList();
    }

    private TrainingRequest request(Model model, TrainingBatches batches, Loss loss) {
        Model asGiven = data.model().model();
        WeightProjection projection = sparsification
                .map(sparse -> sparse.projection(asGiven, schedule.steps()))
                .orElse(WeightProjection.NONE);
        return new TrainingRequest(model, batches, loss, schedule, seed, threads, projection);
    }

    private static void requireSameImages(ModelFile file, ImageExamples images) {
        Optional<PixelNormalization> wanted = file.card().map(card -> PixelNormalization.of(card.input()));
        if (wanted.isPresent() && !wanted.get().equals(images.normalization())) {
            throw new IllegalArgumentException(
                    "The teacher (%s) wants its images as %s, the model as %s.%nMaybe another teacher: both see the same images."
                            .formatted(file.name(), wanted.get(), images.normalization()));
        }
    }
}
