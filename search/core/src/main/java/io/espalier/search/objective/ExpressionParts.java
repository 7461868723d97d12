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

/** What an expression is directly made of, from left to right. */
final class ExpressionParts implements CostExpression.Visitor<List<CostExpression>> {

    @Override
    public List<CostExpression> constant(Constant constant) {
        return List.of();
    }

    @Override
    public List<CostExpression> cost(Cost cost) {
        return List.of();
    }

    @Override
    public List<CostExpression> negation(Negation negation) {
        return List.of(negation.operand());
    }

    @Override
    public List<CostExpression> sum(Sum sum) {
        return sum.terms();
    }

    @Override
    public List<CostExpression> product(Product product) {
        return List.of(product.left(), product.right());
    }

    @Override
    public List<CostExpression> quotient(Quotient quotient) {
        return List.of(quotient.dividend(), quotient.divisor());
    }

    @Override
    public List<CostExpression> extreme(Extreme extreme) {
        return extreme.operands();
    }

    @Override
    public List<CostExpression> ofParent(OfParent ofParent) {
        return List.of(ofParent.whole());
    }
}
