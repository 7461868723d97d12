package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.Arrays;

/** What each kind of operator does to identities. The larger families have classes of their own. */
final class NodeRules {
    private final Propagation run;
    private final ProductRules products;
    private final BroadcastRules broadcasts;
    private final RearrangeRules rearranging;
    private final ReshapeRules reshaping;
    private final PartRules parts;
    private final OpaqueRules opaques;
    private final Obstacles obstacles;
    private final ComputedSizes sizes;

    NodeRules(Propagation run) {
        this.run = run;
        sizes = new ComputedSizes(run);
        broadcasts = new BroadcastRules(run, sizes);
        products = new ProductRules(run, broadcasts);
        rearranging = new RearrangeRules(run);
        reshaping = new ReshapeRules(run, sizes);
        parts = new PartRules(run);
        opaques = new OpaqueRules(run);
        obstacles = new Obstacles(run);
    }

    /** All nodes were seen. */
    void finish() {
        sizes.finish();
    }

    void apply(Node node) {
        if (run.origins.follow(node)) {
            return;
        }
        run.markConstantDerived(node);
        obstacles.freezeUnhandledSizes(node);
        if (obstacles.freeze(node)) {
            return;
        }
        obstacles.freezeRepeated(node);
        node.operator().accept(new Rules(node));
        node.outputs().forEach(output -> obstacles.checkLengths(node, output));
    }

    /** The rules of one node. */
    private final class Rules implements Operator.Visitor<Boolean> {
        private final Node node;
        private final Axis[] data;

        Rules(Node node) {
            this.node = node;
            data = run.axesOf(node.input(0)).orElse(new Axis[0]);
        }

        private boolean identity() {
            node.outputs().forEach(output -> run.define(output, data));
            return true;
        }

        private void freezeFrom(int axis, String what) {
            for (int i = Math.max(0, axis < 0 ? axis + data.length : axis); i < data.length; i++) {
                run.freeze(data[i], what.formatted(Propagation.place(node)));
            }
        }

        private void freezeOne(int axis, String what) {
            run.freeze(data[axis < 0 ? axis + data.length : axis], what.formatted(Propagation.place(node)));
        }

        @Override
        public Boolean convolution(Operator.Convolution operator) {
            return products.convolution(node, operator);
        }

        @Override
        public Boolean gemm(Operator.Gemm operator) {
            return products.gemm(node, operator);
        }

        @Override
        public Boolean matMul(Operator.MatMul operator) {
            return products.matMul(node);
        }

        @Override
        public Boolean einsum(Operator.Einsum operator) {
            return products.einsum(node, operator.equation());
        }

        @Override
        public Boolean pool(Operator.Pool operator) {
            freezeFrom(2, "pooling at %s mixes it as positions");
            Axis[] pooled = run.plain(run.shapes.known(node.output()), "is a position, not a channel");
            System.arraycopy(data, 0, pooled, 0, Math.min(2, data.length));
            node.outputs().forEach(output -> run.define(output, pooled));
            return true;
        }

        @Override
        public Boolean activation(Operator.Activation operator) {
            if (operator.kind() == Operator.Activation.Kind.LOG
                    || operator.kind() == Operator.Activation.Kind.ACOSH
                    || operator.kind() == Operator.Activation.Kind.RECIPROCAL) {
                freezeFrom(0, "a removed channel would be no number at %s");
            }
            return identity();
        }

        @Override
        public Boolean elementwise(Operator.Elementwise operator) {
            return broadcasts.elementwise(node, operator);
        }

        @Override
        public Boolean normalization(Operator.Normalization operator) {
            switch (operator.kind()) {
                case BATCH -> perChannel(4);
                case INSTANCE -> {
                    perChannel(2);
                    freezeFrom(2, "the normalization at %s mixes it as positions");
                }
                case LAYER ->
                    freezeFrom(wholeOf(operator, "axis", -1), "LayerNormalization at %s sees all channels at once");
                case GROUP -> freezeFrom(1, "GroupNormalization at %s mixes the channels of a group");
                case LRN -> freezeFrom(1, "local response normalization at %s mixes neighbouring channels");
            }
            if (operator.kind() == Operator.Normalization.Kind.LAYER
                    || operator.kind() == Operator.Normalization.Kind.GROUP) {
                for (int i = 1; i < node.inputs().size(); i++) {
                    run.freezeValue(node.input(i), "is a parameter of %s".formatted(Propagation.place(node)));
                }
            }
            for (int i = 0; i < node.outputs().size(); i++) {
                String output = node.outputs().get(i);
                if (!output.isEmpty()) {
                    run.define(output, i == 0 ? data : run.plain(run.shapes.known(output), "is a statistic"));
                }
            }
            return true;
        }

        private void perChannel(int parameters) {
            if (data.length < 2) {
                run.freezeNode(node, "the data of %s have no channel axis".formatted(Propagation.place(node)));
                return;
            }
            for (int i = 1; i <= parameters; i++) {
                run.axesOf(node.input(i)).ifPresent(parameter -> run.union(data[1], parameter[0]));
            }
        }

        private int wholeOf(Operator.Normalization operator, String name, int absent) {
            return operator.parameters().get(name) instanceof Attribute.Whole whole
                    ? Math.toIntExact(whole.value())
                    : absent;
        }

        @Override
        public Boolean softmax(Operator.Softmax operator) {
            if (run.graph.opset() < 13) {
                freezeFrom(operator.axis(), "Softmax at %s sees all channels at once");
            } else {
                freezeOne(operator.axis(), "Softmax at %s sees all channels at once");
            }
            return identity();
        }

        @Override
        public Boolean reshape(Operator.Reshape operator) {
            return switch (operator.kind()) {
                case EXPAND -> broadcasts.expand(node);
                case TILE -> rearranging.tile(node);
                case RESHAPE, FLATTEN, SQUEEZE, UNSQUEEZE -> reshaping.reshape(node, operator);
            };
        }

        @Override
        public Boolean transpose(Operator.Transpose operator) {
            return rearranging.transpose(node, operator);
        }

        @Override
        public Boolean slice(Operator.Slice operator) {
            return parts.slice(node);
        }

        @Override
        public Boolean concat(Operator.Concat operator) {
            return parts.concat(node, operator);
        }

        @Override
        public Boolean split(Operator.Split operator) {
            return parts.split(node, operator);
        }

        @Override
        public Boolean pad(Operator.Pad operator) {
            return rearranging.pad(node, operator);
        }

        @Override
        public Boolean reduce(Operator.Reduce operator) {
            return rearranging.reduce(node, operator);
        }

        @Override
        public Boolean resize(Operator.Resize operator) {
            return broadcasts.resize(node, operator);
        }

        @Override
        public Boolean gather(Operator.Gather operator) {
            return rearranging.gather(node, operator);
        }

        @Override
        public Boolean depthToSpace(Operator.DepthToSpace operator) {
            return rearranging.depthToSpace(node, operator);
        }

        @Override
        public Boolean shapeOf(Operator.ShapeOf operator) {
            throw new IllegalStateException("Shape is followed as integers.");
        }

        @Override
        public Boolean range(Operator.Range operator) {
            run.define(node.output(), run.plain(run.shapes.known(node.output()), "is counted"));
            return true;
        }

        @Override
        public Boolean fill(Operator.Fill operator) {
            run.define(node.output(), run.plain(run.shapes.known(node.output()), "is a constant fill"));
            return true;
        }

        @Override
        public Boolean cast(Operator.Cast operator) {
            return identity();
        }

        @Override
        public Boolean quantize(Operator.Quantize operator) {
            return scaled(operator.axis());
        }

        @Override
        public Boolean dequantize(Operator.Dequantize operator) {
            return scaled(operator.axis());
        }

        /** Scales and zero points of one channel each are cut with it. */
        private boolean scaled(int axis) {
            int channelAxis = axis < 0 ? axis + data.length : axis;
            for (String parameter : node.inputs().subList(1, node.inputs().size())) {
                Axis[] axes = run.axesOf(parameter).orElse(new Axis[0]);
                boolean single =
                        axes.length == 0 || run.shapes.known(parameter).dim(0).equals(Dim.of(1));
                if (axes.length > 1) {
                    Arrays.stream(data).forEach(each -> run.freeze(each, "is quantized in blocks"));
                    Arrays.stream(axes).forEach(each -> run.freeze(each, "is quantized in blocks"));
                } else if (!single && channelAxis < data.length) {
                    run.union(data[channelAxis], axes[0]);
                }
            }
            return identity();
        }

        @Override
        public Boolean opaque(Operator.Opaque operator) {
            return opaques.opaque(node, operator);
        }
    }
}
