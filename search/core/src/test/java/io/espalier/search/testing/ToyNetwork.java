package io.espalier.search.testing;

import io.espalier.search.method.Price;
import io.espalier.search.space.Candidate;
import io.espalier.search.space.Decision;
import io.espalier.search.space.SearchSpace;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made-up network whose error and cost follow from the choices in closed form: each decision has its own sensitivity
 * and its own saving, and losses of neighbours multiply, so that the best combinations are not the best single cuts.
 */
public final class ToyNetwork {
    private final SearchSpace space;
    private final double[] sensitivity;
    private final double[] saving;

    public ToyNetwork(SearchSpace space, long seed) {
        this.space = space;
        SplittableRandom random = new SplittableRandom(seed);
        sensitivity = new double[space.size()];
        saving = new double[space.size()];
        double sum = 0;
        for (int i = 0; i < sensitivity.length; i++) {
            sensitivity[i] = Math.exp(2 * random.nextDouble() - 3);
            saving[i] = .2 + random.nextDouble();
            sum += saving[i];
        }
        for (int i = 0; i < saving.length; i++) {
            saving[i] *= .9 / sum;
        }
    }

    /** 0.1 to 0.9. */
    public double error(Candidate candidate) {
        double kept = 1;
        double before = 0;
        for (int i = 0; i < candidate.size(); i++) {
            double cut = cut(candidate, i);
            boolean precision = space.decisions().get(i) instanceof Decision.ModelPrecision;
            kept *= 1 - (precision ? .02 : sensitivity[i]) * cut * cut * (1 + before);
            before = cut;
        }
        return .9 - .8 * Math.max(0, kept);
    }

    /** Share of the parent's cost. */
    public double cost(Candidate candidate) {
        double cost = 1;
        double factor = 1;
        for (int i = 0; i < candidate.size(); i++) {
            if (space.decisions().get(i) instanceof Decision.ModelPrecision) {
                factor = candidate.index(i) == 0 ? .5 : 1;
            } else {
                cost -= saving[i] * cut(candidate, i);
            }
        }
        return cost * factor;
    }

    /** @param bound that costs must not exceed */
    public Price price(Candidate candidate, double bound) {
        double cost = cost(candidate);
        return new Price(List.of(cost), Math.max(0, cost - bound));
    }

    /** 0 for the parent's choice, 1 for the smallest. */
    private double cut(Candidate candidate, int decision) {
        int last = space.decisions().get(decision).alternatives() - 1;
        return last == 0 ? 0 : (double) (last - candidate.index(decision)) / last;
    }
}
