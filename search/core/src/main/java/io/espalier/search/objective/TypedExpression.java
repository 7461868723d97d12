package io.espalier.search.objective;

import java.util.Map;

/**
 * An expression as it was read, with what its surroundings must know of it.
 *
 * @param at index of its first character
 */
record TypedExpression(CostExpression expression, Unit unit, Sense sense, int at) {

    String text() {
        return expression.text();
    }

    /** Which way a product of both is better. */
    Sense times(TypedExpression other) {
        if (sense == Sense.CONSTANT) {
            return isNegativeNumber() ? other.sense.flipped() : other.sense;
        }
        if (other.sense == Sense.CONSTANT) {
            return other.isNegativeNumber() ? sense.flipped() : sense;
        }
        return expression.isSigned() || other.expression.isSigned() ? Sense.UNCLEAR : sense.and(other.sense);
    }

    /** Which way this divided by {@code other} is better. */
    Sense dividedBy(TypedExpression other) {
        return times(new TypedExpression(other.expression, other.unit, other.sense.flipped(), other.at));
    }

    private boolean isNegativeNumber() {
        KnownCosts none = KnownCosts.ofValues(Map.of());
        return expression.in(none, none).value() < 0;
    }

    /** What became of it, at the same place. */
    TypedExpression with(CostExpression newExpression, Unit newUnit, Sense newSense) {
        return new TypedExpression(newExpression, newUnit, newSense, at);
    }
}
