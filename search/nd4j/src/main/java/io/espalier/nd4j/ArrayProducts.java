package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;

/** Plans products of matrices, and of stacks of them. */
final class ArrayProducts {
    private final TapePlanner plan;
    private final ArrayOperands operands;
    private final MovePlanner moves;

    ArrayProducts(TapePlanner plan, ArrayOperands operands, MovePlanner moves) {
        this.plan = plan;
        this.operands = operands;
        this.moves = moves;
    }

    View gemm(Node node, Operator.Gemm operator) {
        View product = multiply(
                node.output(),
                plan.rowMajor(plan.view(node.input(0))),
                plan.rowMajor(plan.view(node.input(1))),
                operator.transposeA(),
                operator.transposeB());
        if (operator.alpha() != 1) {
            product = operands.apply(node.output(), product, Pointwises.times(operator.alpha()));
        }
        if (node.hasInput(2)) {
            View bias = plan.view(node.input(2));
            if (operator.beta() != 1) {
                bias = operands.apply(node.output(), bias, Pointwises.times(operator.beta()));
            }
            product = operands.combine(node.output(), Arithmetic.ADD, product, bias);
        }
        return product;
    }

    View matMul(Node node) {
        View left = plan.rowMajor(plan.view(node.input(0)));
        View right = plan.rowMajor(plan.view(node.input(1)));
        UntrainedOperators.require(left.rank() > 1 && right.rank() > 1, "MatMul of a vector");
        if (right.rank() == 2) {
            Longs flat = Longs.of(
                    View.product(left.sizes(), 0, left.rank() - 1), left.sizes().at(left.rank() - 1));
            View product = multiply(node.output(), View.rowMajor(left.value(), flat), right, false, false);
            Longs sizes = left.sizes().with(left.rank() - 1, right.sizes().at(1));
            return View.rowMajor(product.value(), sizes);
        }
        int rank = Math.max(left.rank(), right.rank());
        Longs outer = ArrayOperands.broadcast(
                ArrayOperands.padded(left.sizes(), rank).with(rank - 1, 1).with(rank - 2, 1),
                ArrayOperands.padded(right.sizes(), rank).with(rank - 1, 1).with(rank - 2, 1));
        View a = moves.repeated(View.rowMajor(left.value(), ArrayOperands.padded(left.sizes(), rank)), outer);
        View b = moves.repeated(View.rowMajor(right.value(), ArrayOperands.padded(right.sizes(), rank)), outer);
        return multiply(node.output(), a, b, false, false);
    }

    /** Row-major operands with the same axes before the last two. */
    private View multiply(String output, View left, View right, boolean transposeLeft, boolean transposeRight) {
        int last = left.rank() - 1;
        long m = left.sizes().at(transposeLeft ? last : last - 1);
        long k = left.sizes().at(transposeLeft ? last - 1 : last);
        long n = right.sizes().at(transposeRight ? last - 1 : last);
        UntrainedOperators.require(k == right.sizes().at(transposeRight ? last : last - 1), "matrices that do not fit");
        ProductLayer.Shape shape = new ProductLayer.Shape(
                View.product(left.sizes(), 0, last - 1),
                Math.toIntExact(m),
                Math.toIntExact(k),
                Math.toIntExact(n),
                transposeLeft,
                transposeRight);
        String out = plan.fresh(output);
        plan.add(new Step.Multiply(left.value(), right.value(), out, shape));
        return View.rowMajor(out, left.sizes().with(last - 1, m).with(last, n));
    }
}
