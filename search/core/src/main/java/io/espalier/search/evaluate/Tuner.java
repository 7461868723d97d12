package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.Recipe;
import io.espalier.training.Distillation;
import io.espalier.training.ExampleBatches;
import io.espalier.training.Schedule;
import io.espalier.training.Supervision;
import io.espalier.training.TaughtBatches;
import io.espalier.training.Teacher;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
import io.espalier.zoo.file.Sha256;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Fine-tunes cuts in floating point with distillation from the parent. A cut within one that is tuned already starts
 * from that one's weights, so a sequence of cuts is trained as iterative pruning is.
 */
public final class Tuner {
    private final Assembler assembler;
    private final Correction correction;
    private final UnaryOperator<Model> trainable;
    private final TrainingEngine engine;
    private final Supervision supervision;
    private final Distillation distillation;
    private final Teacher teacher;
    private final EvaluationData data;
    private final WeightKeeper keeper;
    private final long seed;

    /** @param trainable puts batch normalization back into a folded network, as the identity */
    public Tuner(
            Assembler assembler,
            Correction correction,
            UnaryOperator<Model> trainable,
            TrainingEngine engine,
            Supervision supervision,
            Distillation distillation,
            Teacher teacher,
            EvaluationData data,
            WeightKeeper keeper,
            long seed) {
        this.assembler = assembler;
        this.correction = correction;
        this.trainable = trainable;
        this.engine = engine;
        this.supervision = supervision;
        this.distillation = distillation;
        this.teacher = teacher;
        this.data = data;
        this.keeper = keeper;
        this.seed = seed;
    }

    /**
     * The tuning of {@code cut}, not yet done. It sees other batches than the one it starts from.
     *
     * @param start a tuning of a cut that {@code cut} is within
     * @param threads of the training engine
     */
    public Tuning tuning(
            Recipe cut, Optional<Tuning> start, Schedule schedule, int threads, TrainingListener listener) {
        int depth = start.map(earlier -> earlier.depth() + 1).orElse(0);
        String key = Sha256.of(
                "tuning of=%s%nstart=%s%nimportance=%s%ncorrection=%s%nschedule=%s%nloss=%s%ndistillation=%s %s%nengine=%s %s threads %d%nseed=%d%ndata=%s"
                        .formatted(
                                assembler.id(cut),
                                start.map(Tuning::key).orElse("parent"),
                                assembler.parent().importance(),
                                correction.settings(),
                                schedule,
                                supervision,
                                distillation.temperature(),
                                distillation.weight(),
                                engine.name(),
                                engine.version(),
                                threads,
                                seed + depth,
                                data.description())
                        .replace("\r", ""));
        return new Tuning(
                key,
                cut,
                depth,
                () -> keeper.find(key).orElseGet(() -> {
                    TrainingRequest request = request(begin(cut, start), schedule, seed + depth, threads);
                    Model tuned = ExportForm.of(engine.train(request, listener).model());
                    keeper.keep(key, tuned);
                    return tuned;
                }));
    }

    /** The tuning of {@code cut} by no step at all: as it is cut and corrected. */
    public Tuning untuned(Recipe cut) {
        String key = Sha256.of("untuned %s%nimportance=%s%ncorrection=%s%ndata=%s"
                .formatted(
                        assembler.id(cut), assembler.parent().importance(), correction.settings(), data.description())
                .replace("\r", ""));
        return new Tuning(key, cut, 0, () -> begin(cut, Optional.empty()));
    }

    /** Trains the whole network without keeping anything: for its pace. */
    public void probe(Schedule schedule, int threads, TrainingListener listener) {
        engine.train(request(assembler.parent().model(), schedule, seed, threads), listener);
    }

    private Model begin(Recipe cut, Optional<Tuning> start) {
        if (start.isPresent() && start.get().cut().equals(cut)) {
            return start.get().model();
        }
        if (start.isPresent()) {
            Correction.Origin origin =
                    new Correction.Origin(start.get().model(), start.get().cut());
            return correction.correct(assembler.cut(cut, origin.recipe(), origin.model()), cut, origin);
        }
        return correction.correct(
                assembler.cut(cut),
                cut,
                Correction.Origin.parent(assembler.parent().model()));
    }

    private TrainingRequest request(Model model, Schedule schedule, long batches, int threads) {
        return new TrainingRequest(
                trainable.apply(model),
                new TaughtBatches(
                        ExampleBatches.shuffled(
                                data.fit().augmented(schedule.augmentation()), schedule.batchSize(), batches),
                        teacher),
                supervision.taught(distillation, UnaryOperator.identity(), 0),
                schedule,
                batches,
                threads);
    }
}
