package io.espalier.search;

import io.espalier.search.evaluate.EvaluatorPool;
import io.espalier.search.evaluate.Tuner;
import io.espalier.training.TrainingListener;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * How trainings run on this machine: how many side by side, on how many threads each, and what a step takes. With a time
 * limit it is what was measured to make the most steps a second; without one nothing may depend on the clock, and as many
 * run side by side as there are threads.
 */
final class TrainingPrice {
    /** Trainings side by side; with more, few cuts could start from another's weights. */
    private static final int WIDEST = 4;
    /** Steps a second that one more training must bring. */
    private static final double WORTHWHILE = 1.05;

    /** MACs of a middling cut, of the parent's. */
    private static final double MIDDLING = .6;

    private static final int PROBE_STEPS = 6;
    private static final String SIDE_BY_SIDE = "trainingsSideBySide";

    private final RunContext run;
    private final Tuner tuner;
    private final double parentMacs;
    private final int sideBySide;
    private Pace pace;

    private TrainingPrice(RunContext run, Tuner tuner, double parentMacs) {
        this.run = run;
        this.tuner = tuner;
        this.parentMacs = parentMacs;
        this.pace = unknown();
        this.sideBySide = run.plan.isLimited() ? run.record.choice(SIDE_BY_SIDE).orElseGet(this::fastest) : widest();
    }

    /** Measured now, unless a run that goes on has chosen already. @param parentMacs of the network that is cut */
    static TrainingPrice of(RunContext run, Tuner tuner, double parentMacs) {
        return new TrainingPrice(run, tuner, parentMacs);
    }

    private int widest() {
        return Math.min(WIDEST, run.request.trainingThreads());
    }

    private Pace unknown() {
        return new Pace(parentMacs, run.ports.nanoTime());
    }

    private int fastest() {
        int best = 1;
        Pace paceOfBest = probe(1);
        for (int wide = 2; wide <= widest(); wide *= 2) {
            Pace measured = probe(wide);
            double gain = wide * paceOfBest.seconds(parentMacs) / (best * measured.seconds(parentMacs));
            if (gain > WORTHWHILE) {
                best = wide;
                paceOfBest = measured;
            }
        }
        pace = paceOfBest;
        run.record.choose(SIDE_BY_SIDE, best);
        return best;
    }

    /** Trains the whole network for a few steps, so many times at once, to learn what a step costs. */
    private Pace probe(int wide) {
        Pace measured = unknown();
        measured.begins();
        TrainingListener timing = (step, all, loss) -> measured.stepped(step, parentMacs);
        try (EvaluatorPool pool = new EvaluatorPool(wide)) {
            pool.inOrder(IntStream.range(0, wide)
                    .<Supplier<Boolean>>mapToObj(i -> () -> {
                        tuner.probe(
                                run.request.tuning(PROBE_STEPS),
                                threads(wide),
                                i == 0 ? timing : TrainingListener.NONE);
                        return true;
                    })
                    .toList());
        }
        return measured;
    }

    /** Trainings that run at once. */
    int sideBySide() {
        return sideBySide;
    }

    /** Threads of each training when so many run at once. */
    int threads(int trainings) {
        return Math.max(1, run.request.trainingThreads() / trainings);
    }

    /** Seconds of one step of a middling cut. */
    double middling() {
        return seconds(MIDDLING * parentMacs);
    }

    /** Trainings begin. */
    void begins() {
        pace.begins();
    }

    /** A step of a network of so many MACs is over. @param step from 1 */
    void stepped(int step, double macs) {
        pace.stepped(step, macs);
    }

    /** Seconds of one step of a network of so many MACs, while as many others are trained as can be; measured if need be. */
    double seconds(double macs) {
        if (!pace.isKnown()) {
            pace = probe(sideBySide);
        }
        return pace.seconds(macs);
    }
}
