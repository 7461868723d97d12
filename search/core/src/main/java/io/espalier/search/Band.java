package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.objective.Dominance;
import io.espalier.search.objective.Goals;
import io.espalier.training.metric.ExampleScores;
import io.espalier.training.metric.PairedDifference;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The front of evaluated candidates with its band of one standard error: those whom nobody beats clearly at costs that are
 * no higher. Where it is known what each example says, the error is that of the difference, compared example by example:
 * what two candidates have in common is no chance between them.
 */
final class Band {
    private final List<double[]> vectors;
    private final List<Double> errors;
    private final List<ExampleScores> examples;

    /** @param evaluated all done */
    Band(Goals goals, List<Evaluated> evaluated) {
        vectors = evaluated.stream().<double[]>map(one -> one.minimised(goals)).toList();
        errors = evaluated.stream().map(one -> one.trial().standardError()).toList();
        examples = evaluated.stream().map(one -> one.trial().examples()).toList();
    }

    /**
     * A candidate among others.
     *
     * @param vector what is minimised, the error first
     * @param rank 0 on the front, 1 behind it, and so on
     * @param isHeld whether it is of the front or its band
     */
    record Ranked(Evaluated evaluated, double[] vector, int rank, boolean isHeld) {}

    /** All of them, in their order. @param evaluated all done */
    static List<Ranked> ranked(Goals goals, List<Evaluated> evaluated) {
        Band band = new Band(goals, evaluated);
        int[] ranks = Dominance.ranks(band.vectors);
        return IntStream.range(0, ranks.length)
                .mapToObj(i ->
                        new Ranked(evaluated.get(i), band.vectors.get(i), ranks[i], ranks[i] == 0 || band.holds(i)))
                .toList();
    }

    /** Whether the candidate at {@code index} is of the front or its band. */
    boolean holds(int index) {
        for (int other = 0; other < vectors.size(); other++) {
            if (other != index && costsNoMore(other, index) && isClearlyBetter(other, index)) {
                return false;
            }
        }
        return true;
    }

    private boolean costsNoMore(int one, int than) {
        double[] costs = vectors.get(one);
        for (int i = 1; i < costs.length; i++) {
            if (costs[i] > vectors.get(than)[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isClearlyBetter(int one, int than) {
        Optional<PairedDifference> paired = examples.get(one).minus(examples.get(than));
        return paired.map(PairedDifference::isClearlyBetter)
                .orElseGet(() -> vectors.get(than)[0] - vectors.get(one)[0] > errors.get(than));
    }
}
