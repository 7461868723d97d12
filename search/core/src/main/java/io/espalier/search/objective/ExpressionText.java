package io.espalier.search.objective;

import io.espalier.search.objective.CostExpression.Constant;
import io.espalier.search.objective.CostExpression.Cost;
import io.espalier.search.objective.CostExpression.Extreme;
import io.espalier.search.objective.CostExpression.Negation;
import io.espalier.search.objective.CostExpression.OfParent;
import io.espalier.search.objective.CostExpression.Product;
import io.espalier.search.objective.CostExpression.Quotient;
import io.espalier.search.objective.CostExpression.Sum;
import java.util.stream.Collectors;

/** Writes an expression with no more parentheses than it needs. */
final class ExpressionText implements CostExpression.Visitor<String> {

    @Override
    public String constant(Constant constant) {
        double value = constant.value();
        return value == Math.rint(value) && value < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    @Override
    public String cost(Cost cost) {
        return cost.metric().toString();
    }

    @Override
    public String negation(Negation negation) {
        return '-' + factor(negation.operand());
    }

    @Override
    public String sum(Sum sum) {
        StringBuilder text = new StringBuilder(term(sum.terms().get(0)));
        for (CostExpression term : sum.terms().subList(1, sum.terms().size())) {
            text.append(term instanceof Negation negation ? " - " + term(negation.operand()) : " + " + term(term));
        }
        return text.toString();
    }

    @Override
    public String product(Product product) {
        return term(product.left()) + '*' + factor(product.right());
    }

    @Override
    public String quotient(Quotient quotient) {
        return term(quotient.dividend()) + '/' + factor(quotient.divisor());
    }

    @Override
    public String extreme(Extreme extreme) {
        return extreme.operands().stream()
                .map(CostExpression::text)
                .collect(Collectors.joining(", ", extreme.largest() ? "max(" : "min(", ")"));
    }

    @Override
    public String ofParent(OfParent ofParent) {
        CostExpression whole = ofParent.whole();
        boolean bare = whole instanceof Constant || whole instanceof Cost || whole instanceof Extreme;
        return (bare ? whole.text() : '(' + whole.text() + ')') + "/parent";
    }

    /** What may stand between plus and minus. */
    private static String term(CostExpression expression) {
        return expression instanceof Sum ? '(' + expression.text() + ')' : expression.text();
    }

    /** What may stand behind a sign that multiplies. */
    private static String factor(CostExpression expression) {
        boolean loose = expression instanceof Sum || expression instanceof Product || expression instanceof Quotient;
        return loose ? '(' + expression.text() + ')' : expression.text();
    }
}
