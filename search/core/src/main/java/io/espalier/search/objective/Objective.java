package io.espalier.search.objective;

import io.espalier.cost.CostMetric;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing to make better: accuracy, a cost, or something computed from costs.
 *
 * @param name as in {@code front.json}: the user's own, or the expression with its profiles written out
 * @param unit of its values
 * @param isHigherBetter whether more is better; else less is
 */
public record Objective(String name, CostExpression expression, Unit unit, boolean isHigherBetter) {
    public static final Objective ACCURACY =
            new Objective(MetricName.ACCURACY, CostExpression.of(MetricName.of(MetricName.ACCURACY)), Unit.NONE, true);

    /** A metric alone. @param metric with its profile written out */
    public static Objective of(MetricName metric, CostMetric counted) {
        return new Objective(
                metric.toString(),
                CostExpression.of(metric),
                Unit.of(counted.unit()),
                counted.direction() == CostMetric.Direction.HIGHER_IS_BETTER);
    }

    /**
     * Reads {@code [NAME =] EXPRESSION}; {@code docs/guide.md} has the grammar.
     *
     * @throws IllegalArgumentException when it cannot be read, its units do not fit, or it is better neither lower nor
     *     higher; the message says at which character
     */
    public static Objective parse(String text, Vocabulary vocabulary) {
        return new ObjectiveParser(text, vocabulary).objective();
    }

    /** Reads several; each may use the names of those before it. Throws like {@link #parse}. */
    public static List<Objective> parseAll(List<String> texts, Vocabulary vocabulary) {
        List<Objective> objectives = new ArrayList<>();
        for (String text : texts) {
            objectives.add(parse(text, vocabulary.with(objectives)));
        }
        return objectives;
    }

    public boolean isAccuracy() {
        return equals(ACCURACY);
    }

    /** Whether it is a metric alone under its own name. */
    public boolean isPlain() {
        return expression instanceof CostExpression.Cost && name.equals(expression.text());
    }

    @Override
    public String toString() {
        return name;
    }
}
