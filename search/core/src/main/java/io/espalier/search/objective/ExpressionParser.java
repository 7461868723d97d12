package io.espalier.search.objective;

import io.espalier.cost.CostMetric;
import io.espalier.search.objective.CostExpression.Constant;
import io.espalier.search.objective.CostExpression.Cost;
import io.espalier.search.objective.CostExpression.Extreme;
import io.espalier.search.objective.CostExpression.Negation;
import io.espalier.search.objective.CostExpression.OfParent;
import io.espalier.search.objective.CostExpression.Product;
import io.espalier.search.objective.CostExpression.Quotient;
import io.espalier.search.objective.CostExpression.Sum;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads expressions by recursive descent:
 *
 * <pre>{@code
 * expression = term {("+" | "-") term}
 * term       = factor {("*" | "/") factor}
 * factor     = "-" factor | (NUMBER | METRIC["@"PROFILE] | NAME | ("max" | "min") "(" expression {"," expression} ")"
 *            | "(" expression ")") ["/" "parent"]
 * }</pre>
 *
 * Units are checked on the way, and in an objective which way is better.
 */
final class ExpressionParser {
    private static final String PARENT = "parent";

    private final Scanner scanner;
    private final Vocabulary vocabulary;
    private final boolean isDirected;

    /** @param isDirected whether the expression must be better one way, as an objective must */
    ExpressionParser(Scanner scanner, Vocabulary vocabulary, boolean isDirected) {
        this.scanner = scanner;
        this.vocabulary = vocabulary;
        this.isDirected = isDirected;
    }

    /** The expression that comes next, with a cost in it. */
    TypedExpression costs() {
        TypedExpression read = expression();
        if (read.expression().metrics().isEmpty()) {
            throw scanner.error(
                    "There is no cost in the %s".formatted(scanner.kind()),
                    read.at(),
                    NearestName.maybe("", vocabulary.metrics()));
        }
        return read;
    }

    private TypedExpression expression() {
        TypedExpression sum = term();
        List<CostExpression> terms = new ArrayList<>(List.of(sum.expression()));
        while (scanner.isNext("+") || scanner.isNext("-")) {
            boolean minus = scanner.take("-") || !scanner.take("+");
            TypedExpression next = minus ? negated(term()) : term();
            requireSameUnit(sum, next, "add");
            Sense sense = directed(sum.sense().and(next.sense()), sum, next, "sum", next.at());
            terms.add(next.expression());
            sum = sum.with(new Sum(terms), sum.unit(), sense);
        }
        return sum;
    }

    private TypedExpression term() {
        TypedExpression left = factor();
        while (scanner.isNext("*") || scanner.isNext("/")) {
            int sign = scanner.position();
            boolean times = scanner.take("*") || !scanner.take("/");
            TypedExpression right = factor();
            left = times
                    ? left.with(
                            new Product(left.expression(), right.expression()),
                            left.unit().times(right.unit()),
                            directed(left.times(right), left, right, "product", sign))
                    : left.with(
                            new Quotient(left.expression(), right.expression()),
                            left.unit().dividedBy(right.unit()),
                            directed(left.dividedBy(right), left, right, "ratio", sign));
        }
        return left;
    }

    private TypedExpression factor() {
        int at = scanner.position();
        if (scanner.take("-")) {
            TypedExpression negated = negated(factor());
            return new TypedExpression(negated.expression(), negated.unit(), negated.sense(), at);
        }
        TypedExpression bare = bare(at);
        int slash = scanner.position();
        if (scanner.take("/")) {
            if (scanner.word().equals(PARENT) && !scanner.isAttached('@')) {
                return bare.with(new OfParent(bare.expression()), Unit.NONE, bare.sense());
            }
            scanner.backTo(slash);
        }
        return bare;
    }

    private static TypedExpression negated(TypedExpression operand) {
        return operand.with(
                new Negation(operand.expression()),
                operand.unit(),
                operand.sense().flipped());
    }

    private TypedExpression bare(int at) {
        if (scanner.take("(")) {
            TypedExpression inner = expression();
            close();
            return new TypedExpression(inner.expression(), inner.unit(), inner.sense(), at);
        }
        if (scanner.isNumberNext()) {
            double value = scanner.number("a number such as 0.7.");
            return new TypedExpression(new Constant(value), Unit.NONE, Sense.CONSTANT, at);
        }
        String word = scanner.word();
        if (word.isEmpty()) {
            throw scanner.error("A cost is missing", at, NearestName.maybe("", vocabulary.metrics()));
        }
        return scanner.isNext("(") ? function(word, at) : named(word, at);
    }

    private TypedExpression function(String word, int at) {
        boolean largest = word.equals("max");
        if (!largest && !word.equals("min")) {
            throw scanner.error("The function (%s) is unknown".formatted(word), at, "max or min.");
        }
        scanner.take("(");
        TypedExpression first = expression();
        List<CostExpression> operands = new ArrayList<>(List.of(first.expression()));
        Sense sense = first.sense();
        while (scanner.take(",")) {
            TypedExpression next = expression();
            requireSameUnit(first, next, "compare");
            sense = directed(sense.and(next.sense()), first, next, word, next.at());
            operands.add(next.expression());
        }
        close();
        if (operands.size() < 2) {
            throw scanner.error(
                    "%s compares two or more".formatted(word), at, "%s(latency@a, latency@b).".formatted(word));
        }
        return new TypedExpression(new Extreme(largest, operands), first.unit(), sense, at);
    }

    private void close() {
        if (!scanner.take(")")) {
            throw scanner.error("A ) is missing", scanner.position(), "a parenthesis was opened and not closed.");
        }
    }

    private TypedExpression named(String word, int at) {
        Objective objective = vocabulary.named().get(word);
        if (objective != null) {
            Sense sense = objective.isHigherBetter() ? Sense.HIGHER : Sense.LOWER;
            return new TypedExpression(objective.expression(), objective.unit(), sense, at);
        }
        if (word.equals(MetricName.ACCURACY)) {
            throw scanner.error(
                    "Accuracy stands alone",
                    at,
                    "leave it out here: it is always an objective, and has constraints of its own.");
        }
        MetricName metric = metric(word, at);
        CostMetric counted = vocabulary.metric(word);
        Sense sense = counted.direction() == CostMetric.Direction.HIGHER_IS_BETTER ? Sense.HIGHER : Sense.LOWER;
        return new TypedExpression(new Cost(metric), Unit.of(counted.unit()), sense, at);
    }

    /** The metric of this name, with the profile that may follow it. */
    MetricName metric(String name, int at) {
        if (!vocabulary.knows(name)) {
            throw scanner.error(
                    "The metric (%s) is unknown".formatted(name), at, NearestName.maybe(name, vocabulary.metrics()));
        }
        String missing = vocabulary.missing().get(name);
        if (missing != null) {
            throw scanner.error("The metric (%s) cannot be priced".formatted(name), at, missing);
        }
        if (!scanner.isAttached('@')) {
            return vocabulary.resolve(MetricName.of(name));
        }
        int sign = scanner.position();
        scanner.take("@");
        String profile = scanner.attachedWord();
        if (!vocabulary.perProfile().contains(name)) {
            throw scanner.error(
                    "The metric (%s) has no profile".formatted(name), sign, "write %s alone.".formatted(name));
        }
        if (!vocabulary.profiles().contains(profile)) {
            throw scanner.error(
                    "The profile (%s) is not one of this run".formatted(profile),
                    sign + 1,
                    NearestName.maybe(profile, vocabulary.profiles()));
        }
        return new MetricName(name, profile);
    }

    private void requireSameUnit(TypedExpression left, TypedExpression right, String verb) {
        if (!left.unit().equals(right.unit())) {
            throw scanner.error(
                    "(%s) is in %s and (%s) in %s, so they do not %s"
                            .formatted(
                                    left.text(),
                                    left.unit().said(),
                                    right.text(),
                                    right.unit().said(),
                                    verb),
                    right.at(),
                    "as shares of the parent's, such as latency/parent + size/parent.");
        }
    }

    /** Which way {@code left} and {@code right} together are better. @param what they make together */
    private Sense directed(Sense both, TypedExpression left, TypedExpression right, String what, int at) {
        if (both == Sense.UNCLEAR && isDirected) {
            boolean isSigned =
                    left.expression().isSigned() || right.expression().isSigned();
            String why = isSigned && left.sense() == right.sense()
                    ? "(%s) or (%s) may be negative".formatted(left.text(), right.text())
                    : "(%s) is better %s and (%s) better %s"
                            .formatted(
                                    left.text(),
                                    left.sense().said(),
                                    right.text(),
                                    right.sense().said());
            throw scanner.error(
                    "%s, so their %s is better neither lower nor higher".formatted(why, what),
                    at,
                    "another sign; or a constraint, which need not be better one way.");
        }
        return both;
    }
}
