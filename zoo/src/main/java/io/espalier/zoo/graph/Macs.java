package io.espalier.zoo.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts multiply-accumulates (MACs) of convolutions, Gemm, matrix products and Einsum; everything else counts 0. */
public final class Macs {
    private Macs() {}

    /** Of all nodes, for one sample: a free size, and the batch, count 1. */
    public static long of(ModelGraph graph, Shapes shapes) {
        long batch = batchOf(graph);
        long macs = 0;
        for (Node node : graph.nodes()) {
            macs += of(node, shapes, batch);
        }
        return macs;
    }

    /** Of one node for one sample; 0 when its shapes are not known. */
    public static long of(ModelGraph graph, Node node, Shapes shapes) {
        return of(node, shapes, batchOf(graph));
    }

    private static long of(Node node, Shapes shapes, long batch) {
        try {
            return count(node, shapes, batch);
        } catch (ArithmeticException e) {
            throw new InvalidModelException("""
                    The node (%s) takes more multiply-accumulates than a number of 64 bits holds.
                    Maybe a size in the file is damaged.""".formatted(node.name()), e);
        }
    }

    private static long count(Node node, Shapes shapes, long batch) {
        Operator operator = node.operator();
        if (operator instanceof Operator.Convolution convolution) {
            return convolution(convolution, node, shapes, batch);
        }
        if (operator instanceof Operator.Gemm gemm) {
            return product(node, shapes, batch, gemm.transposeA() ? 0 : 1);
        }
        if (operator instanceof Operator.MatMul) {
            return product(node, shapes, batch, -1);
        }
        if (operator instanceof Operator.Einsum einsum) {
            return einsum(einsum.equation(), node, shapes, batch);
        }
        return 0;
    }

    /** One for every combination of labels; a single operand is only summed or moved. */
    private static long einsum(EinsumEquation equation, Node node, Shapes shapes, long batch) {
        Optional<Shape> output = shapes.shape(node.output());
        if (output.isEmpty() || equation.operands().size() < 2) {
            return 0;
        }
        Map<Character, Long> summed = new HashMap<>();
        for (int input = 0; input < equation.operands().size(); input++) {
            Optional<Shape> shape = shapes.shape(node.input(input));
            String labels = equation.operands().get(input);
            if (shape.isEmpty()) {
                return 0;
            }
            for (int axis = 0; axis < labels.length(); axis++) {
                if (equation.result().indexOf(labels.charAt(axis)) < 0) {
                    summed.merge(labels.charAt(axis), shape.get().withSymbols(1).size(axis), Math::max);
                }
            }
        }
        return perSample(output.get(), batch) * summed.values().stream().reduce(1L, Math::multiplyExact);
    }

    /** Each output takes a filter; transposed, each input feeds one. */
    private static long convolution(Operator.Convolution operator, Node node, Shapes shapes, long batch) {
        Optional<Shape> weight = shapes.shape(node.input(1));
        Optional<Shape> placed = shapes.shape(operator.transposed() ? node.input(0) : node.output());
        if (weight.isEmpty() || placed.isEmpty()) {
            return 0;
        }
        Shape filter = weight.get().withSymbols(1);
        return perSample(placed.get(), batch) * (filter.elements() / Math.max(1, filter.size(0)));
    }

    private static long product(Node node, Shapes shapes, long batch, int innerAxis) {
        Optional<Shape> left = shapes.shape(node.input(0));
        Optional<Shape> output = shapes.shape(node.output());
        if (left.isEmpty() || output.isEmpty()) {
            return 0;
        }
        return perSample(output.get(), batch) * left.get().withSymbols(1).size(innerAxis);
    }

    private static long perSample(Shape shape, long batch) {
        Shape known = shape.withSymbols(1);
        long elements = known.elements();
        return known.rank() > 0 && batch > 1 && known.size(0) % batch == 0 ? elements / batch : elements;
    }

    /** The fixed batch of the first input, the size of its first axis; 1 when it is free. */
    private static long batchOf(ModelGraph graph) {
        if (graph.inputs().isEmpty()) {
            return 1;
        }
        Shape shape = graph.inputs().get(0).type().shape();
        return shape.rank() > 1 && shape.dim(0).isKnown() ? Math.max(1, shape.size(0)) : 1;
    }
}
