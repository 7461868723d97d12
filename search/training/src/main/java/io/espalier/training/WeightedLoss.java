package io.espalier.training;

import io.espalier.zoo.weights.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A weighted sum of losses. */
public record WeightedLoss(List<Term> terms) implements Loss {
    /** @param weight 0 or more */
    public record Term(double weight, Loss loss) {
        public Term {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("The weight (%s) of a loss must be 0 or more.".formatted(weight));
            }
        }
    }

    public WeightedLoss {
        terms = List.copyOf(terms);
    }

    @Override
    public Set<String> outputs() {
        Set<String> all = new LinkedHashSet<>();
        terms.forEach(term -> all.addAll(term.loss().outputs()));
        return all;
    }

    @Override
    public LossValue of(Map<String, Tensor> outputs, TrainingBatch batch) {
        LossValue sum = new LossValue(0, Map.of());
        for (Term term : terms) {
            if (term.weight() > 0) {
                sum = sum.plus(term.loss().of(outputs, batch), term.weight());
            }
        }
        return sum;
    }
}
