package io.espalier.zoo.graph;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** Element-by-element functions on integers that may be free sizes; empty when the result is not known. */
final class IntegerMath {
    private IntegerMath() {}

    static Optional<Dim> apply(Operator.Elementwise.Kind kind, List<Dim> arguments) {
        return switch (kind) {
            case ADD, SUM -> fold(arguments, DimMath::add);
            case SUB -> fold(arguments, DimMath::subtract);
            case MUL -> fold(arguments, DimMath::multiply);
            case DIV -> divide(arguments.get(0), arguments.get(1));
            case MOD -> arguments.get(1).equals(Dim.of(0)) ? Optional.empty() : numbers(arguments, Math::floorMod);
            case POW -> power(arguments.get(0), arguments.get(1));
            case MIN -> extreme(arguments, true);
            case MAX -> extreme(arguments, false);
            case WHERE -> where(arguments.get(0), arguments.get(1), arguments.get(2));
            case EQUAL -> equal(arguments.get(0), arguments.get(1));
            case LESS -> compare(arguments, (a, b) -> a < b);
            case GREATER -> compare(arguments, (a, b) -> a > b);
            case LESS_OR_EQUAL -> compare(arguments, (a, b) -> a <= b);
            case GREATER_OR_EQUAL -> compare(arguments, (a, b) -> a >= b);
            case AND -> compare(arguments, (a, b) -> a != 0 && b != 0);
            case OR -> compare(arguments, (a, b) -> a != 0 || b != 0);
            case XOR -> compare(arguments, (a, b) -> (a != 0) != (b != 0));
            case MEAN, PRELU -> Optional.empty();
        };
    }

    /** How many numbers there are from {@code start} to before {@code limit}; empty when one of them is not known. */
    static Optional<Dim> count(Optional<List<Dim>> start, Optional<List<Dim>> limit, Optional<List<Dim>> step) {
        if (start.isEmpty() || limit.isEmpty() || step.isEmpty() || !(step.get().get(0) instanceof Dim.Size by)) {
            return Optional.empty();
        }
        Dim span = DimMath.subtract(limit.get().get(0), start.get().get(0));
        if (span instanceof Dim.Size known && by.value() != 0) {
            return Optional.of(Dim.of(Math.max(0, -Math.floorDiv(-known.value(), by.value()))));
        }
        return by.value() == 1 ? Optional.of(span) : Optional.empty();
    }

    private interface Comparison {
        boolean holds(long left, long right);
    }

    private static Optional<Dim> fold(List<Dim> arguments, BinaryOperator<Dim> step) {
        return arguments.stream().reduce(step);
    }

    private static Optional<Dim> divide(Dim dividend, Dim divisor) {
        return divisor.equals(Dim.of(0)) ? Optional.empty() : Optional.of(DimMath.divide(dividend, divisor));
    }

    private static Optional<Dim> numbers(List<Dim> arguments, BinaryOperator<Long> step) {
        if (!arguments.stream().allMatch(Dim::isKnown)) {
            return Optional.empty();
        }
        return arguments.stream().map(Dim::size).reduce(step).map(Dim::of);
    }

    private static Optional<Dim> extreme(List<Dim> arguments, boolean min) {
        if (arguments.stream().distinct().count() == 1) {
            return Optional.of(arguments.get(0));
        }
        return numbers(arguments, min ? Math::min : Math::max);
    }

    private static Optional<Dim> power(Dim base, Dim exponent) {
        if (!base.isKnown() || !exponent.isKnown()) {
            return Optional.empty();
        }
        if (exponent.size() < 0) {
            return Optional.of(Dim.of(0));
        }
        boolean overflows = Math.abs(base.size()) > 1 && exponent.size() >= Long.SIZE;
        if (overflows) {
            return Optional.empty();
        }
        // Powers of 0, 1 and -1 repeat after two steps.
        long steps = Math.min(exponent.size(), Long.SIZE + exponent.size() % 2);
        long power = 1;
        for (long i = 0; i < steps; i++) {
            power = Math.multiplyExact(power, base.size());
        }
        return Optional.of(Dim.of(power));
    }

    private static Optional<Dim> where(Dim condition, Dim yes, Dim no) {
        if (condition instanceof Dim.Size known) {
            return Optional.of(known.value() != 0 ? yes : no);
        }
        return yes.equals(no) ? Optional.of(yes) : Optional.empty();
    }

    private static Optional<Dim> equal(Dim left, Dim right) {
        if (left.equals(right)) {
            return Optional.of(Dim.of(1));
        }
        if (left.isKnown() && right.isKnown()) {
            return Optional.of(Dim.of(0));
        }
        return neverNegative(left, right) || neverNegative(right, left) ? Optional.of(Dim.of(0)) : Optional.empty();
    }

    /** A free size of a tensor is 0 or more, so it is never the -1 of a Reshape target. */
    private static boolean neverNegative(Dim size, Dim number) {
        return !size.isKnown() && !DimMath.isUnknown(size) && number.isKnown() && number.size() < 0;
    }

    private static Optional<Dim> compare(List<Dim> arguments, Comparison comparison) {
        if (!arguments.get(0).isKnown() || !arguments.get(1).isKnown()) {
            return Optional.empty();
        }
        boolean holds =
                comparison.holds(arguments.get(0).size(), arguments.get(1).size());
        return Optional.of(Dim.of(holds ? 1 : 0));
    }
}
