package io.espalier.nd4j;

import io.espalier.training.AugmentedImages;
import io.espalier.training.BatchOrder;
import io.espalier.training.Distillation;
import io.espalier.training.GradientRequest;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingDivergedException;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.training.data.Batch;
import io.espalier.training.data.Batches;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.UnsupportedFeatureException;
import io.espalier.zoo.weights.Model;
import io.espalier.zoo.weights.Tensor;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Trains on an own tape: ND4J's native convolutions, everything else in fused Java loops. */
final class Nd4jTrainingEngine implements TrainingEngine {

    @Inject
    Nd4jTrainingEngine() {}

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String version() {
        return Natives.version();
    }

    @Override
    public Optional<String> refusal(ModelGraph graph) {
        return refusal(TapePlanner.plan(graph));
    }

    private static Optional<String> refusal(TapePlan plan) {
        if (plan.refusals().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("""
                The ND4J engine cannot train this network: %s.
                Maybe fold its constants first, or search without tuning.""".formatted(String.join(", ", plan.refusals())));
    }

    @Override
    public Trained train(TrainingRequest request, TrainingListener listener) {
        TapePlan plan = trainable(request.model().graph());
        int classes = plan.classes();
        RequestCheck.check(request, plan.size(plan.input()), classes);
        Natives.load();
        Natives.limitThreads(request.threads());
        Schedule schedule = request.schedule();
        try (Tape tape = new Tape(
                plan,
                request.model().weights(),
                schedule.batchSize(),
                request.threads(),
                BatchNorm.Statistics.OF_BATCH)) {
            List<Double> losses = new Training(request, tape, classes).run(listener);
            Model trained =
                    new Model(request.model().graph(), request.model().weights().with(tape.trainedWeights()));
            return new Trained(trained, losses);
        }
    }

    private static TapePlan trainable(ModelGraph graph) {
        TapePlan plan = TapePlanner.plan(graph);
        refusal(plan).ifPresent(reason -> {
            throw new UnsupportedFeatureException(reason);
        });
        return plan;
    }

    @Override
    public void gradients(GradientRequest request, Consumer<Map<String, Tensor>> minibatch) {
        TapePlan plan = trainable(request.model().graph());
        int classes = plan.classes();
        int batchSize = request.batchSize();
        RequestCheck.check(request.images(), plan.size(plan.input()), classes);
        Natives.load();
        Natives.limitThreads(request.threads());
        SoftmaxLoss loss = new SoftmaxLoss(classes, 1, 0);
        float[] logits = new float[batchSize * classes];
        float[] gradient = new float[logits.length];
        try (Tape tape =
                new Tape(plan, request.model().weights(), batchSize, request.threads(), BatchNorm.Statistics.RUNNING)) {
            for (Batch batch : Batches.of(request.images(), request.normalization(), batchSize)) {
                if (batch.size() < batchSize) {
                    break;
                }
                float[] first = batch.images().floats();
                float[] last = new float[first.length];
                TrainingBatch.reorder(first, last, batchSize, request.images().shape());
                tape.images().put(0, last);
                tape.forward(logits);
                loss.compute(
                        logits,
                        Arrays.stream(batch.labels().toArray())
                                .mapToInt(Math::toIntExact)
                                .toArray(),
                        logits,
                        gradient);
                tape.backward(gradient);
                minibatch.accept(tape.gradients());
            }
        }
    }

    /** The steps of one training. */
    private static final class Training {
        private final Schedule schedule;
        private final Tape tape;
        private final BatchOrder order;
        private final TrainingBatch batch;
        private final SoftmaxLoss loss;
        private final Optional<Distillation> distillation;
        private final float[] logits;
        private final float[] teacher;
        private final float[] gradient;

        Training(TrainingRequest request, Tape tape, int classes) {
            this.tape = tape;
            schedule = request.schedule();
            int batchSize = schedule.batchSize();
            AugmentedImages images =
                    new AugmentedImages(request.images(), request.normalization(), schedule.augmentation());
            order = new BatchOrder(request.images().size(), batchSize, images.views(), request.seed());
            batch = new TrainingBatch(images, batchSize);
            distillation = request.distillation().filter(distilled -> distilled.weight() > 0);
            loss = new SoftmaxLoss(
                    classes,
                    distillation.map(Distillation::temperature).orElse(1.0),
                    distillation.map(Distillation::weight).orElse(0.0));
            logits = new float[batchSize * classes];
            teacher = new float[batchSize * classes];
            gradient = new float[batchSize * classes];
        }

        List<Double> run(TrainingListener listener) {
            Descent descent = new Descent(schedule);
            List<Double> losses = new ArrayList<>();
            for (int step = 0; step < schedule.steps(); step++) {
                double stepLoss = step(step);
                if (!Double.isFinite(stepLoss)) {
                    throw new TrainingDivergedException(step + 1, schedule.learningRate(step));
                }
                tape.backward(gradient);
                descent.update(tape.parameters(), step);
                losses.add(stepLoss);
                listener.stepped(step + 1, schedule.steps(), stepLoss);
            }
            return losses;
        }

        private double step(int step) {
            batch.fill(order, step, tape.images());
            distillation.ifPresent(distilled -> distilled.teacher().logits(batch.images(), batch.views(), teacher));
            tape.forward(logits);
            return loss.compute(logits, batch.labels(), teacher, gradient);
        }
    }
}
