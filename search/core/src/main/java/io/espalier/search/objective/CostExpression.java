package io.espalier.search.objective;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something computed from costs: what an objective makes better, or a constraint bounds. A tree of a few nodes;
 * {@code parse} of its {@link #text} is the same tree.
 */
public sealed interface CostExpression {
    <R> R accept(Visitor<R> visitor);

    /** A number. @param value not negative: a minus is a {@link Negation} */
    record Constant(double value) implements CostExpression {
        public Constant {
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException("The number (%s) must be finite and not negative.".formatted(value));
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /** The value of a metric. */
    record Cost(MetricName metric) implements CostExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cost(this);
        }
    }

    /** {@code -operand}. */
    record Negation(CostExpression operand) implements CostExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.negation(this);
        }
    }

    /** {@code a + b - c}; what is subtracted is a {@link Negation}. */
    record Sum(List<CostExpression> terms) implements CostExpression {
        public Sum {
            terms = atLeastTwo(terms);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sum(this);
        }
    }

    /** {@code left*right}. */
    record Product(CostExpression left, CostExpression right) implements CostExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.product(this);
        }
    }

    /** {@code dividend/divisor}. */
    record Quotient(CostExpression dividend, CostExpression divisor) implements CostExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.quotient(this);
        }
    }

    /** {@code max(a, b)} or {@code min(a, b)}. The largest of costs that are better low is the worst of them. */
    record Extreme(boolean largest, List<CostExpression> operands) implements CostExpression {
        public Extreme {
            operands = atLeastTwo(operands);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.extreme(this);
        }
    }

    /** {@code whole/parent}: as a share of what the parent has, as the user gave it. */
    record OfParent(CostExpression whole) implements CostExpression {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ofParent(this);
        }
    }

    /** What can be done with an expression. */
    interface Visitor<R> {
        R constant(Constant constant);

        R cost(Cost cost);

        R negation(Negation negation);

        R sum(Sum sum);

        R product(Product product);

        R quotient(Quotient quotient);

        R extreme(Extreme extreme);

        R ofParent(OfParent ofParent);
    }

    /** A metric alone. */
    static CostExpression of(MetricName metric) {
        return new Cost(metric);
    }

    /** As a user would write it, profiles written out. */
    default String text() {
        return accept(new ExpressionText());
    }

    /** The metrics that it needs, in the order in which they stand. */
    default Set<MetricName> metrics() {
        return nodes().flatMap(node -> node instanceof Cost cost ? Stream.of(cost.metric()) : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether its value may be negative though no cost is. */
    default boolean isSigned() {
        return nodes().anyMatch(Negation.class::isInstance);
    }

    private Stream<CostExpression> nodes() {
        return Stream.concat(
                Stream.of(this), accept(new ExpressionParts()).stream().flatMap(CostExpression::nodes));
    }

    /**
     * Its value for a network. Bounds of a sum are the sums of the bounds: errors of one profile's predictions go the same
     * way more often than not, so nothing is won by adding.
     *
     * @param own costs of the network
     * @param parent costs of the parent as the user gave it, taken as they are
     * @throws IllegalArgumentException when a metric is missing
     */
    default CostRange in(KnownCosts own, KnownCosts parent) {
        return accept(new ExpressionValue(own, parent));
    }

    private static List<CostExpression> atLeastTwo(List<CostExpression> parts) {
        if (parts.size() < 2) {
            throw new IllegalArgumentException("There must be two parts or more, not %d.".formatted(parts.size()));
        }
        return List.copyOf(parts);
    }
}
