package io.espalier.search.evaluate;

import io.espalier.search.objective.Goals;

/** A candidate with its predicted costs and its trial on some rung. */
public record Evaluated(Priced priced, Trial trial) {
    public boolean isDone() {
        return trial.isDone();
    }

    /** The values of the objectives, all minimised. @throws IllegalStateException when the trial failed */
    public double[] minimised(Goals goals) {
        return goals.minimised(trial.accuracy(), priced.values());
    }
}
