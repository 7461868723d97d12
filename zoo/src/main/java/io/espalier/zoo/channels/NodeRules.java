package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What each kind of operator does to identities. The larger families have classes of their own. */
final class NodeRules {
    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    /** Opaque operators that look at places of images, at the same ones in every channel. */
    private static final Set<String> SAMPLING = Set.of("RoiAlign", "GridSample");

    private final Propagation run;
    private final ProductRules products;
    private final BroadcastRules broadcasts;
    private final RearrangeRules rearranging;
    private final ReshapeRules reshaping;
    private final PartRules parts;
    private final ComputedSizes sizes;

    NodeRules(Propagation run) {
        this.run = run;
        sizes = new ComputedSizes(run);
        broadcasts = new BroadcastRules(run, sizes);
        products = new ProductRules(run, broadcasts);
        rearranging = new RearrangeRules(run);
        reshaping = new ReshapeRules(run, sizes);
        parts = new PartRules(run);
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
        freezeUnhandledSizes(node);
        Optional<String> obstacle = obstacle(node);
        if (obstacle.isPresent()) {
            run.freezeNode(node, obstacle.get());
            produceFrozen(node);
            return;
        }
        freezeRepeated(node);
        node.operator().accept(new Rules(node));
        node.outputs().forEach(output -> checkLengths(node, output));
    }

    /** Most rules take repeated identities for a plain axis and lose sight of them. */
    private void freezeRepeated(Node node) {
        Operator operator = node.operator();
        boolean follows = operator instanceof Operator.Reshape reshape
                        && reshape.kind() != Operator.Reshape.Kind.EXPAND
                        && reshape.kind() != Operator.Reshape.Kind.TILE
                || operator instanceof Operator.Transpose
                || operator instanceof Operator.Elementwise
                || operator instanceof Operator.Activation
                || operator instanceof Operator.Softmax
                || operator instanceof Operator.MatMul
                || operator instanceof Operator.Cast;
        for (String input : follows ? List.<String>of() : node.inputs()) {
            for (Axis axis : run.axesOf(input).orElse(new Axis[0])) {
                if (axis.isRepeated()) {
                    run.freeze(axis, "meets a free size at %s".formatted(Propagation.place(node)));
                }
            }
        }
    }

    /** Sizes computed from channel counts may only reach inputs that a rule rewrites or checks. */
    private void freezeUnhandledSizes(Node node) {
        Set<Integer> handled = sizeInputs(node.operator());
        for (int i = 0; i < node.inputs().size(); i++) {
            if (!handled.contains(i)) {
                run.origins.freeze(
                        node.input(i),
                        "the number of its channels is used in a computation at %s".formatted(Propagation.place(node)));
            }
        }
    }

    /** What makes channels is told of, whatever keeps them from going. */
    private void produceFrozen(Node node) {
        boolean transposed =
                node.operator() instanceof Operator.Convolution convolution && convolution.transposed();
        int outputs;
        if (node.operator() instanceof Operator.Convolution) {
            outputs = transposed ? 1 : 0;
        } else if (node.operator() instanceof Operator.Gemm gemm) {
            outputs = gemm.transposeB() ? 0 : 1;
        } else if (node.operator() instanceof Operator.MatMul) {
            outputs = -1;
        } else {
            return;
        }
        String weight = node.input(1);
        run.axesOf(weight)
                .filter(axes -> run.isConstantDerived(weight) && axes.length > 1)
                .ifPresent(axes -> run.produce(axes[outputs < 0 ? axes.length - 1 : outputs]));
    }

    private Optional<String> obstacle(Node node) {
        for (String input : node.inputs()) {
            if (!input.isEmpty() && run.axesOf(input).isEmpty()) {
                return Optional.of(Propagation.behindUnknown());
            }
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty() && run.shapes.shape(output).isEmpty()) {
                return Optional.of(
                        node.operator() instanceof Operator.Opaque opaque
                                ? notUnderstood(node, opaque)
                                : "the result of %s has no known shape".formatted(Propagation.place(node)));
            }
        }
        return Optional.empty();
    }

    private static String notUnderstood(Node node, Operator.Opaque opaque) {
        if (isRecurrent(opaque)) {
            return "the hidden units of %s at %s feed back into themselves"
                    .formatted(opaque.type(), Propagation.place(node));
        }
        return "the operator %s of %s is not understood".formatted(opaque.type(), Propagation.place(node));
    }

    private static boolean isRecurrent(Operator.Opaque opaque) {
        return opaque.domain().isEmpty() && RECURRENT.contains(opaque.type());
    }

    /** A rule and shape inference must agree; where they do not, nothing is guessed. */
    private void checkLengths(Node node, String output) {
        if (output.isEmpty()) {
            return;
        }
        Shape shape = run.shapes.known(output);
        Axis[] axes = run.axesOf(output)
                .orElseThrow(() -> new IllegalStateException("No rule defined (%s).".formatted(output)));
        boolean agree = axes.length == shape.rank();
        for (int axis = 0; agree && axis < axes.length; axis++) {
            agree = axes[axis].isPlain() || shape.dim(axis).equals(Dim.of(axes[axis].ids().length));
        }
        if (!agree) {
            String reason = "the channels behind %s do not match its shape".formatted(Propagation.place(node));
            for (Axis axis : axes) {
                run.freeze(axis, reason);
            }
            run.freezeNode(node, reason);
        }
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

        /** What is read can go with its columns of the weights {@code [directions, gates, inputs]}; the rest cannot. */
        private boolean recurrent(String reason) {
            Axis[] weights = run.axesOf(node.input(1)).orElse(data);
            Axis read = run.union(data[2], weights[2]);
            freezeAllBut(data, read, reason);
            freezeAllBut(weights, read, reason);
            node.inputs().stream().skip(2).forEach(parameter -> run.freezeValue(parameter, reason));
            node.outputs().stream()
                    .filter(output -> !output.isEmpty())
                    .forEach(output -> run.define(output, run.plain(run.shapes.known(output), reason)));
            run.produce(run.axesOf(node.input(2)).orElse(data)[2]);
            return true;
        }

        /** Of images {@code [N, C, …]}: a channel that is zero stays zero. */
        private boolean sampling(String reason) {
            Axis[] sampled = run.plain(run.shapes.known(node.output()), reason);
            sampled[1] = data[1];
            freezeAllBut(data, data[1], reason);
            node.inputs().stream().skip(1).forEach(places -> run.freezeValue(places, reason));
            run.define(node.output(), sampled);
            return true;
        }

        private void freezeAllBut(Axis[] axes, Axis kept, String reason) {
            for (Axis axis : axes) {
                if (!run.same(axis, kept)) {
                    run.freeze(axis, reason);
                }
            }
        }

        @Override
        public Boolean opaque(Operator.Opaque operator) {
            if (isRecurrent(operator)) {
                return recurrent(notUnderstood(node, operator));
            }
            if (operator.domain().isEmpty() && SAMPLING.contains(operator.type())) {
                return sampling("gives the places that %s at %s looks at"
                        .formatted(operator.type(), Propagation.place(node)));
            }
            run.freezeNode(node, notUnderstood(node, operator));
            return true;
        }
    }

    /** The inputs that give sizes or bounds, which the rule of the operator rewrites or checks. */
    private static Set<Integer> sizeInputs(Operator operator) {
        if (operator instanceof Operator.Reshape
                || operator instanceof Operator.Split
                || operator instanceof Operator.Pad) {
            return Set.of(1);
        }
        if (operator instanceof Operator.Slice) {
            return Set.of(1, 2, 3, 4);
        }
        return operator instanceof Operator.Resize ? Set.of(3) : Set.of();
    }
}
