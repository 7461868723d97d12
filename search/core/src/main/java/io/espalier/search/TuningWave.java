package io.espalier.search;

import io.espalier.search.evaluate.Deployment;
import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.ModelAccuracy;
import io.espalier.search.evaluate.Priced;
import io.espalier.search.evaluate.Rung;
import io.espalier.search.evaluate.TunedRung;
import io.espalier.search.evaluate.Tuning;
import io.espalier.training.TrainingListener;
import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Tunes cuts side by side, since two trainings of one thread make more steps than one of two threads. */
final class TuningWave {
    /** Of a training that is not told about: it only ends when the search is given up. */
    static final TrainingListener QUIET = TuningWave::stopWhenGivenUp;

    private final RunContext run;
    private final Ground ground;
    private final Deployment deployment;
    private final ModelAccuracy accuracy;
    private final EvaluatorPool pool;

    TuningWave(RunContext run, Ground ground, Deployment deployment, ModelAccuracy accuracy, EvaluatorPool pool) {
        this.run = run;
        this.ground = ground;
        this.deployment = deployment;
        this.accuracy = accuracy;
        this.pool = pool;
    }

    private static void stopWhenGivenUp(int step, int steps, double loss) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The search was given up.");
        }
    }

    /** For each tuning the candidates that become of its cut, with their trials on a rung. */
    List<List<Evaluated>> run(List<Tuning> tunings, Rung rung) {
        return pool.inOrder(tunings.stream()
                .<Supplier<List<Evaluated>>>map(tuning -> () -> score(tuning, rung))
                .toList());
    }

    /** At every precision that keeps the constraints on costs. */
    private List<Evaluated> score(Tuning tuning, Rung height) {
        TunedRung rung = new TunedRung(
                height,
                tuning,
                ground.assembler(),
                deployment,
                accuracy,
                ground.data(),
                RunContext.versions(run.ports));
        List<Evaluated> scored = ground.precisions().stream()
                .map(precision -> priced(tuning, precision))
                .filter(priced -> !priced.isFailed() && ground.goals().costViolation(priced.values()) <= 0)
                .map(priced -> new Evaluated(priced, run.runner.run(rung, priced.recipe(), priced.id())))
                .toList();
        tuning.release();
        return scored;
    }

    private Priced priced(Tuning tuning, Precision precision) {
        return ground.pricing().price(ground.assembler().atPrecision(tuning.cut(), precision));
    }
}
