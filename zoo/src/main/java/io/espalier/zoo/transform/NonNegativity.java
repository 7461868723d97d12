package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.HashMap;
import java.util.Map;

/** Which values are never negative, because a ReLU or the like made them; false where that is not sure. */
final class NonNegativity {
    private final ModelGraph graph;
    private final Map<String, Boolean> known = new HashMap<>();

    NonNegativity(ModelGraph graph) {
        this.graph = graph;
        for (Node node : graph.nodes()) {
            boolean holds = node.operator().accept(new Rules(node));
            node.outputs().forEach(output -> known.put(output, holds));
        }
    }

    boolean of(String value) {
        return known.getOrDefault(value, false);
    }

    /** Whether the outputs of a node are never negative, from what is known about its inputs. */
    private final class Rules implements Operator.Visitor<Boolean> {
        private final Node node;

        Rules(Node node) {
            this.node = node;
        }

        private boolean ofData() {
            return of(node.input(0));
        }

        private boolean ofAll() {
            return node.inputs().stream().allMatch(NonNegativity.this::of);
        }

        @Override
        public Boolean convolution(Operator.Convolution operator) {
            return false;
        }

        @Override
        public Boolean gemm(Operator.Gemm operator) {
            return false;
        }

        @Override
        public Boolean matMul(Operator.MatMul operator) {
            return false;
        }

        @Override
        public Boolean einsum(Operator.Einsum operator) {
            return false;
        }

        @Override
        public Boolean pool(Operator.Pool operator) {
            return ofData();
        }

        @Override
        public Boolean activation(Operator.Activation operator) {
            return switch (operator.kind()) {
                case RELU, SIGMOID, HARD_SIGMOID, SOFTPLUS, EXP, SQRT, ABS -> true;
                case IDENTITY, DROPOUT, FLOOR, CEIL, ROUND, SIGN -> ofData();
                default -> false;
            };
        }

        @Override
        public Boolean elementwise(Operator.Elementwise operator) {
            return switch (operator.kind()) {
                case ADD, MUL, DIV, MIN, MAX, SUM, MEAN -> ofAll();
                default -> false;
            };
        }

        @Override
        public Boolean normalization(Operator.Normalization operator) {
            return false;
        }

        @Override
        public Boolean softmax(Operator.Softmax operator) {
            return !operator.log();
        }

        @Override
        public Boolean reshape(Operator.Reshape operator) {
            return ofData();
        }

        @Override
        public Boolean transpose(Operator.Transpose operator) {
            return ofData();
        }

        @Override
        public Boolean slice(Operator.Slice operator) {
            return ofData();
        }

        @Override
        public Boolean concat(Operator.Concat operator) {
            return ofAll();
        }

        @Override
        public Boolean split(Operator.Split operator) {
            return ofData();
        }

        @Override
        public Boolean pad(Operator.Pad operator) {
            return ofData() && !node.hasInput(2);
        }

        @Override
        public Boolean reduce(Operator.Reduce operator) {
            return switch (operator.kind()) {
                case MEAN, SUM, MAX, MIN, PROD -> ofData();
                case L1, L2, SUM_SQUARE -> true;
                case LOG_SUM, LOG_SUM_EXP -> false;
            };
        }

        @Override
        public Boolean resize(Operator.Resize operator) {
            return false;
        }

        @Override
        public Boolean gather(Operator.Gather operator) {
            return ofData();
        }

        @Override
        public Boolean depthToSpace(Operator.DepthToSpace operator) {
            return ofData();
        }

        @Override
        public Boolean shapeOf(Operator.ShapeOf operator) {
            return true;
        }

        @Override
        public Boolean range(Operator.Range operator) {
            return false;
        }

        @Override
        public Boolean fill(Operator.Fill operator) {
            return operator.value() >= 0;
        }

        @Override
        public Boolean cast(Operator.Cast operator) {
            return ofData();
        }

        @Override
        public Boolean quantize(Operator.Quantize operator) {
            return false;
        }

        @Override
        public Boolean dequantize(Operator.Dequantize operator) {
            return false;
        }

        @Override
        public Boolean opaque(Operator.Opaque operator) {
            return false;
        }
    }
}
