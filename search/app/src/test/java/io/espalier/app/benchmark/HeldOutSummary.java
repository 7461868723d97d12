package io.espalier.app.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.jspecify.annotations.Nullable;

/**
 * How well some networks were predicted, and how well a second measurement repeats the first: the best that any
 * prediction can do.
 *
 * @param within10 share within ±10 %
 * @param coverage share inside the 90 % interval
 * @param atThisSpeed the same for predictions at the speed that the machine has now, as the anchors tell; absent there
 */
record HeldOutSummary(
        int networks,
        double within10,
        double within5,
        double medianError,
        double bias,
        double spearman,
        double coverage,
        double intervalHalf,
        double ceilingWithin10,
        double ceilingWithin5,
        double ceilingMedianError,
        double ceilingSpearman,
        @Nullable HeldOutSummary atThisSpeed) {

    /** @param slowness of the machine, against when it was profiled */
    static HeldOutSummary of(List<HeldOutError> errors, double slowness) {
        List<HeldOutError> slowed =
                errors.stream().map(error -> error.slowedBy(slowness)).toList();
        return of(errors, of(slowed, null));
    }

    private static HeldOutSummary of(List<HeldOutError> errors, @Nullable HeldOutSummary atThisSpeed) {
        return new HeldOutSummary(
                errors.size(),
                within(errors, HeldOutError::error, .1),
                within(errors, HeldOutError::error, .05),
                median(errors, error -> Math.abs(error.error())),
                median(errors, HeldOutError::error),
                spearman(errors, HeldOutError::predicted),
                errors.stream().filter(HeldOutError::isCovered).count() / (double) errors.size(),
                median(errors, error -> (error.high() - error.low()) / 2 / error.predicted()),
                within(errors, HeldOutError::repeated, .1),
                within(errors, HeldOutError::repeated, .05),
                median(errors, error -> Math.abs(error.repeated())),
                spearman(errors, HeldOutError::second),
                atThisSpeed);
    }

    private static double within(List<HeldOutError> errors, ToDoubleFunction<HeldOutError> error, double share) {
        return errors.stream()
                        .filter(one -> Math.abs(error.applyAsDouble(one)) <= share)
                        .count()
                / (double) errors.size();
    }

    private static double median(List<HeldOutError> errors, ToDoubleFunction<HeldOutError> value) {
        double[] sorted = errors.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double spearman(List<HeldOutError> errors, ToDoubleFunction<HeldOutError> value) {
        double[] first = errors.stream().mapToDouble(HeldOutError::first).toArray();
        double[] other = errors.stream().mapToDouble(value).toArray();
        return Arrays.equals(first, other) || first.length < 2
                ? 1
                : new SpearmansCorrelation().correlation(first, other);
    }
}
