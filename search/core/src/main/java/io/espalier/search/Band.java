package io.espalier.search;

import io.espalier.search.evaluate.Evaluated;
import io.espalier.search.objective.Goals;
import io.espalier.training.metric.ExampleScores;
import io.espalier.training.metric.PairedDifference;
import java.util.List;
import java.util.Optional;

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
