package io.espalier.search.objective;

import io.espalier.search.objective.CostExpression.Constant;
import io.espalier.search.objective.CostExpression.Cost;
import io.espalier.search.objective.CostExpression.Extreme;
import io.espalier.search.objective.CostExpression.Negation;
import io.espalier.search.objective.CostExpression.OfParent;
import io.espalier.search.objective.CostExpression.Product;
import io.espalier.search.objective.CostExpression.Quotient;
import io.espalier.search.objective.CostExpression.Sum;
import java.util.List;
import java.util.function.BinaryOperator;

/** Computes an expression. */
final class ExpressionValue implements CostExpression.Visitor<CostRange> {
    private final KnownCosts own;
    private final KnownCosts parent;

    ExpressionValue(KnownCosts own, KnownCosts parent) {
        this.own = own;
        this.parent = parent;
    }

    @Override
    public CostRange constant(Constant constant) {
        return CostRange.exactly(constant.value());
    }

    @Override
    public CostRange cost(Cost cost) {
        return own.cost(cost.metric());
    }

    @Override
    public CostRange negation(Negation negation) {
        return negation.operand().accept(this).negated();
    }

    @Override
    public CostRange sum(Sum sum) {
        return reduce(sum.terms(), CostRange::plus);
    }

    @Override
    public CostRange product(Product product) {
        return product.left().accept(this).times(product.right().accept(this));
    }

    @Override
    public CostRange quotient(Quotient quotient) {
        return quotient.dividend().accept(this).dividedBy(quotient.divisor().accept(this));
    }

    @Override
    public CostRange extreme(Extreme extreme) {
        return reduce(extreme.operands(), extreme.largest() ? CostRange::max : CostRange::min);
    }

    @Override
    public CostRange ofParent(OfParent ofParent) {
        CostRange whole = ofParent.whole().in(parent, parent);
        return ofParent.whole().accept(this).dividedBy(whole.asItIs());
    }

    private CostRange reduce(List<CostExpression> parts, BinaryOperator<CostRange> combined) {
        CostRange range = parts.get(0).accept(this);
        for (CostExpression part : parts.subList(1, parts.size())) {
            range = combined.apply(range, part.accept(this));
        }
        return range;
    }
}
