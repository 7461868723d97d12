package io.espalier.zoo.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Output shapes of matrix products. */
final class ProductRules {
    private ProductRules() {}

    static Shape gemm(NodeValues values, Operator.Gemm operator) {
        Shape left = values.shape(0);
        Shape right = values.shape(1);
        if (left.rank() != 2 || right.rank() != 2) {
            throw values.contradiction("are not both matrices", 0, 1);
        }
        int inner = operator.transposeA() ? 0 : 1;
        int innerRight = operator.transposeB() ? 1 : 0;
        if (Broadcasting.same(left.dim(inner), right.dim(innerRight)).isEmpty()) {
            throw values.contradiction("differ in the axis that is summed over", 0, 1);
        }
        Shape result = new Shape(List.of(left.dim(1 - inner), right.dim(1 - innerRight)));
        if (values.has(2) && Broadcasting.of(values.shape(2), result).isEmpty()) {
            throw values.contradiction("do not fit as matrix and bias", 1, 2);
        }
        return result;
    }

    static Shape matMul(NodeValues values) {
        Shape left = values.shape(0);
        Shape right = values.shape(1);
        if (left.rank() == 0 || right.rank() == 0) {
            throw values.contradiction("are not both matrices or vectors", 0, 1);
        }
        Dim innerRight = right.dim(right.rank() == 1 ? 0 : -2);
        if (Broadcasting.same(left.dim(-1), innerRight).isEmpty()) {
            throw values.contradiction("differ in the axis that is summed over", 0, 1);
        }
        Optional<Shape> batch = Broadcasting.of(leading(left), leading(right));
        if (batch.isEmpty()) {
            throw values.contradiction("do not broadcast in their leading axes", 0, 1);
        }
        List<Dim> dims = new ArrayList<>(batch.get().dims());
        if (left.rank() > 1) {
            dims.add(left.dim(-2));
        }
        if (right.rank() > 1) {
            dims.add(right.dim(-1));
        }
        return new Shape(dims);
    }

    static Shape einsum(NodeValues values, EinsumEquation equation) {
        Map<Character, Dim> sizes = new HashMap<>();
        for (int input = 0; input < values.inputs(); input++) {
            Shape shape = values.shape(input);
            String labels = equation.operands().get(input);
            if (labels.length() != shape.rank()) {
                throw values.contradiction("its equation (%s) names %d axes of its input (%s) of shape %s"
                        .formatted(equation, labels.length(), values.node().input(input), shape));
            }
            for (int axis = 0; axis < shape.rank(); axis++) {
                Shape own = new Shape(List.of(shape.dim(axis)));
                Shape known = new Shape(List.of(sizes.getOrDefault(labels.charAt(axis), Dim.of(1))));
                int place = axis;
                Shape common = Broadcasting.of(known, own)
                        .orElseThrow(() ->
                                values.contradiction("the axes (%s) of its equation (%s) differ in size: %s and %s"
                                        .formatted(labels.charAt(place), equation, known, own)));
                sizes.put(labels.charAt(axis), common.dim(0));
            }
        }
        return new Shape(equation.result()
                .chars()
                .mapToObj(label -> sizes.getOrDefault((char) label, Dim.of(1)))
                .toList());
    }

    private static Shape leading(Shape shape) {
        return new Shape(shape.dims().subList(0, Math.max(0, shape.rank() - 2)));
    }
}
