package io.espalier.search.evaluate;

import io.espalier.search.space.Assembler;
import io.espalier.search.space.CandidateId;
import io.espalier.search.space.Recipe;
import io.espalier.training.Distillation;
import io.espalier.training.Schedule;
import io.espalier.training.Trained;
import io.espalier.training.TrainingEngine;
import io.espalier.training.TrainingListener;
import io.espalier.training.TrainingRequest;
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
    private final Distillation distillation;
    private final EvaluationData data;
    private final WeightKeeper keeper;
    private final long seed;
    private final int threads;

    /**
     * @param trainable puts batch normalization back into a folded network, as the identity
     * @param threads of the training engine
     */
    public Tuner(
            Assembler assembler,
            Correction correction,
            UnaryOperator<Model> trainable,
            TrainingEngine engine,
            Distillation distillation,
            EvaluationData data,
            WeightKeeper keeper,
            long seed,
            int threads) {
        this.assembler = assembler;
        this.correction = correction;
        this.trainable = trainable;
        this.engine = engine;
        this.distillation = distillation;
        this.data = data;
        this.keeper = keeper;
        this.seed = seed;
        this.threads = threads;
    }

    /** The tuning of {@code cut}, not yet done. @param start a tuning of a cut that {@code cut} is within */
    public Tuning tuning(Recipe cut, Optional<Tuning> start, Schedule schedule, TrainingListener listener) {
        String key = CandidateId.sha256(
                "tuning of=%s%nstart=%s%nimportance=%s%ncorrection=%s%nschedule=%s%ndistillation=%s %s%nengine=%s %s threads %d%nseed=%d%ndata=%s"
                        .formatted(
                                assembler.id(cut),
                                start.map(Tuning::key).orElse("parent"),
                                assembler.parent().importance(),
                                correction.settings(),
                                schedule,
                                distillation.temperature(),
                                distillation.weight(),
                                engine.name(),
                                engine.version(),
                                threads,
                                seed,
                                data.description())
                        .replace("\r", ""));
        return new Tuning(
                key,
                cut,
                () -> keeper.find(key).orElseGet(() -> {
                    Model tuned = train(cut, start, schedule, listener);
                    keeper.keep(key, tuned);
                    return tuned;
                }));
    }

    /** Trains the whole network without keeping anything: for its pace. */
    public void probe(Schedule schedule, TrainingListener listener) {
        engine.train(request(trainable.apply(assembler.parent().model()), schedule), listener);
    }

    private Model train(Recipe cut, Optional<Tuning> start, Schedule schedule, TrainingListener listener) {
        Model begin = start.isPresent()
                ? assembler.cut(cut, start.get().cut(), start.get().model())
                : assembler.cut(cut);
        Trained trained = engine.train(request(trainable.apply(correction.correct(begin, cut)), schedule), listener);
        return ExportForm.of(trained.model());
    }

    private TrainingRequest request(Model model, Schedule schedule) {
        return new TrainingRequest(
                model, data.fit(), data.normalization(), schedule, Optional.of(distillation), seed, threads);
    }
}
