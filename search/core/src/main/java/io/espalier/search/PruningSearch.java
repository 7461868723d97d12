package io.espalier.search;

import io.espalier.search.evaluate.Correction;
import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.RepairCorrection;
import io.espalier.search.evaluate.RunAbandonedException;
import io.espalier.search.evaluate.StatisticsCorrection;
import io.espalier.search.evaluate.Tuner;
import io.espalier.search.evaluate.UntrainedRung;
import io.espalier.search.export.Front;
import io.espalier.training.CachedTeacher;
import io.espalier.training.Distillation;
import io.espalier.training.NoTraining;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.runtime.SessionOptions;
import io.espalier.zoo.transform.ExportForm;
import io.espalier.zoo.weights.Model;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The main job: from a trained classifier, its data and a device to the smaller models that are worth having there. Each
 * call is a run of its own; a run that was killed goes on when it is asked for again with {@code resume}.
 */
public final class PruningSearch {
    private final SearchPorts ports;

    @Inject
    public PruningSearch(SearchPorts ports) {
        this.ports = ports;
    }

    /**
     * Runs to the end of budget or time.
     *
     * @throws IllegalArgumentException before any work, when the request cannot be met
     * @throws io.espalier.profile.InvalidProfileException when a profile cannot price the model
     */
    public SearchResult run(SearchRequest request, SearchListener listener) {
        Optional<String> refusal =
                ports.engine().refusal(ExportForm.of(request.model()).graph());
        SearchPorts able = refusal.isPresent() ? ports.with(new NoTraining()) : ports;
        try (RunContext run = RunContext.open(request, able, listener)) {
            refusal.ifPresent(reason -> run.tell(new SearchEvent.Warned(
                    "%s%nThe search goes on without training: cuts are repaired, not tuned. Maybe --engine 'command: …' can train it."
                            .formatted(reason.lines().findFirst().orElse(reason)))));
            Ground ground = run.phase(Phase.PARENT, () -> new Preparation(run).ground());
            InferenceRuntime runtime = ports.runtime();
            int threads = request.threads();
            StatisticsCorrection statistics =
                    new StatisticsCorrection(ground.assembler(), runtime, ground.data(), threads);
            Correction correction =
                    new RepairCorrection(ground.assembler(), runtime, ground.data(), threads, statistics);
            Deployment deployment = new Deployment(runtime, ground.data(), threads);
            ModelAccuracy accuracy = new ModelAccuracy(runtime, request.metric(), threads);
            UntrainedRung untrained =
                    new UntrainedRung(ground.assembler(), correction, deployment, accuracy, ground.data(), runtime);

            List<Evaluated> scored;
            List<LastRung.Tuned> tuned;
            try (InferenceSession teacher =
                    runtime.open(ground.assembler().parent().model(), SessionOptions.of(request.trainingThreads()))) {
                Tuner tuner = tuner(run, ground, correction, statistics::trainable, teacher);
                FirstRung first = new FirstRung(run, ground, untrained);
                TuningRungs rungs = run.phase(
                        Phase.SEARCH, () -> new TuningRungs(run, ground, tuner, deployment, accuracy, first.price()));
                List<Evaluated> all = run.phase(Phase.SEARCH, first::run);
                scored = all;
                tuned = run.phase(Phase.TUNING, () -> rungs.run(all));
            }
            // Nothing else is open while latencies are measured.
            Front front = run.phase(Phase.EXPORT, () -> new Delivery(run, ground, deployment, accuracy).deliver(tuned));
            return run.finish(front, scored.size());
        } catch (RunAbandonedException e) {
            throw e.reason();
        }
    }

    private Tuner tuner(
            RunContext run,
            Ground ground,
            Correction correction,
            UnaryOperator<Model> trainable,
            InferenceSession teacher) {
        SearchRequest request = run.request;
        return new Tuner(
                ground.assembler(),
                correction,
                trainable,
                run.ports.engine(),
                request.supervision(),
                Distillation.STANDARD,
                CachedTeacher.of(teacher, request.supervision().outputs()),
                ground.data(),
                run.directory,
                request.seed());
    }
}
