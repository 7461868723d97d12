package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.profile.fusion.FusionRules;
import io.espalier.profile.fusion.JoinRules;
import io.espalier.profile.fusion.KernelStart;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the nodes: each joins the kernel of the value it reads, when the runtime fuses them, or starts one. What
 * the runtime does is said by its {@link FusionRules}.
 *
 * <p>ONNX Runtime's floating-point convolutions work on blocks of channels (its NCHWc layout). Where a value leaves that
 * layout (slices, pads, dense layers) it is reordered, which the key of a convolution that reads it says with {@code
 * plain}.
 */
final class KernelFinder {
    private final ModelGraph graph;
    private final Shapes shapes;
    private final Function<Node, Precision> precision;
    private final FusionRules rules;
    private final SpelledFunctions spelled;
    private final BlockedLayout layout;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> blocked = new HashSet<>();
    private final Map<String, Draft> openAt = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();

    KernelFinder(ModelGraph graph, Shapes shapes, Function<Node, Precision> precision, SpelledFunctions spelled) {
        this.graph = graph;
        this.shapes = shapes;
        this.precision = precision;
        this.spelled = spelled;
        rules = spelled.rules();
        layout = new BlockedLayout(rules.layout(), shapes);
        graph.outputs().forEach(output -> outputs.add(output.name()));
    }

    List<Kernel> find() {
        Map<String, SpelledFunctions.Place> places = spelled.find(graph, precision);
        for (Node node : graph.nodes()) {
            SpelledFunctions.Place place = places.get(node.name());
            if (place == null) {
                add(node);
            } else if (place.first().equals(node)) {
                addSpelled(place);
            }
        }
        return drafts.stream().map(Draft::toKernel).toList();
    }

    private void add(Node node) {
        Draft host = hostOf(node);
        boolean isBlocked;
        if (host == null) {
            isBlocked = precision.apply(node).equals(Precision.FP32) && layout.isBlocked(node, blocked);
            host = start(node, isBlocked);
        } else {
            isBlocked = host.start.isBlocked();
        }
        if (!node.outputs().isEmpty()) {
            openAt.put(node.output(), host);
            if (isBlocked) {
                blocked.add(node.output());
            }
        }
    }

    private void addSpelled(SpelledFunctions.Place place) {
        Draft host = openAt.get(place.match().argument());
        if (host != null && joinsBias(place, host)) {
            host.fused = '+' + FusionRules.kindOf(place.rule());
        } else {
            Node whole = place.asOneNode();
            KernelKey key = new KernelShapes(whole, shapes, precision.apply(place.last()), false).key();
            host = new Draft(key, whole, KernelStart.OTHER, rules);
            host.nodes.clear();
            drafts.add(host);
            if (layout.isBlocked(whole, blocked)) {
                blocked.add(whole.output());
            }
        }
        for (Node node : place.match().nodes()) {
            host.nodes.add(node.name());
            openAt.put(node.output(), host);
        }
    }

    private boolean joinsBias(SpelledFunctions.Place place, Draft sum) {
        String argument = place.match().argument();
        return place.rule().biasedOperator().isPresent()
                && sum.isBare()
                && sum.start == KernelStart.ADD
                && sum.key.precision().equals(Precision.FP32)
                && sum.first.inputs().stream().anyMatch(this::isVectorOfWeights)
                && !outputs.contains(argument)
                && place.match().nodes().containsAll(graph.consumers(argument));
    }

    private boolean isVectorOfWeights(String value) {
        return graph.isConstant(value)
                && shapes.shape(value).filter(shape -> shape.rank() == 1).isPresent();
    }

    private Draft start(Node node, boolean isBlocked) {
        Precision bits = precision.apply(node);
        boolean readsPlain = isFloatConvolution(node, bits) && !blocked.contains(node.input(0));
        KernelKey key = new KernelShapes(node, shapes, bits, readsPlain).key();
        KernelStart start = KernelStart.of(node.operator(), key.inChannels(), isBlocked);
        Draft draft = new Draft(key, node, start, rules);
        drafts.add(draft);
        if (draft.joins.scale()) {
            node.inputs().forEach(input -> takeScale(input, draft));
        }
        return draft;
    }

    /** A multiplication by a number runs with {@code draft} when nothing else reads the product. */
    private void takeScale(String input, Draft draft) {
        Draft scale = onlyReader(input);
        if (scale != null
                && scale.start == KernelStart.MUL
                && scale.nodes.size() == 1
                && scale.key.precision().equals(draft.key.precision())
                && (isNumber(scale.first.input(0)) || isNumber(scale.first.input(1)))) {
            drafts.remove(scale);
            draft.nodes.addAll(scale.nodes);
            openAt.put(input, draft);
        }
    }

    private boolean isNumber(String value) {
        Shape shape = shapes.shape(value).orElse(null);
        return shape != null
                && shape.rank() < 2
                && shape.dims().stream().allMatch(dim -> dim.isKnown() && dim.size() == 1);
    }

    /** Whether {@code value} is a vector of weights along the channels of what {@code node} writes. */
    private boolean isBias(String value, Node node) {
        Shape shape = shapes.shape(value).orElse(null);
        if (shape == null || !graph.isConstant(value)) {
            return false;
        }
        int behindChannels = shapes.shape(node.output()).map(Shape::rank).orElse(0) - 2;
        int channels = shape.rank() - 1 - behindChannels;
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (axis != channels && shape.size(axis) != 1) {
                return false;
            }
        }
        return channels >= 0;
    }

    /** The kernel that {@code node} joins, as one of its nodes from now on; null when it starts one itself. */
    private @Nullable Draft hostOf(Node node) {
        if (node.operator() instanceof Operator.Activation activation) {
            Draft producer = onlyReader(node.input(0));
            if (producer != null
                    && (producer.takes(activation.kind()) || vanishes(node, activation.kind(), producer))) {
                producer.addActivation(node, activation);
                return producer;
            }
            return null;
        }
        return node.operator() instanceof Operator.Elementwise elementwise
                        && elementwise.kind() == Operator.Elementwise.Kind.ADD
                ? hostOfSum(node)
                : null;
    }

    /** Whether an activation is no more than the range of the 8-bit numbers that its result is read as. */
    private boolean vanishes(Node node, Operator.Activation.Kind kind, Draft producer) {
        if (producer.isActivated
                || outputs.contains(node.output())
                || !rules.joins(KernelStart.OTHER, Precision.INT8).activations().contains(kind)) {
            return false;
        }
        for (Node reader : graph.consumers(node.output())) {
            if (precision.apply(reader).equals(Precision.INT8)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Draft hostOfSum(Node node) {
        for (int i = 0; i < 2; i++) {
            Draft producer = onlyReader(node.input(i));
            if (producer == null
                    || !producer.isBare()
                    || !producer.key.precision().equals(precision.apply(node))) {
                continue;
            }
            String other = node.input(1 - i);
            if (producer.joins.bias() && isBias(other, node)) {
                producer.nodes.add(node.name());
                return producer;
            }
            if (joinsSum(producer, other, node)) {
                producer.addSum(node);
                return producer;
            }
        }
        return null;
    }

    private boolean joinsSum(Draft producer, String other, Node sum) {
        boolean sameLayout = !producer.start.isBlocked() || blocked.contains(other);
        return sameLayout
                && !graph.isConstant(other)
                && (producer.joins.add()
                        || producer.joins.activationsBehindAdd().contains(activationBehind(sum)))
                && shapes.shape(other).equals(shapes.shape(sum.output()));
    }

    /** The activation that alone reads what {@code node} writes; the identity where there is none. */
    private Operator.Activation.Kind activationBehind(Node node) {
        List<Node> readers = graph.consumers(node.output());
        return readers.size() == 1
                        && !outputs.contains(node.output())
                        && readers.get(0).operator() instanceof Operator.Activation activation
                ? activation.kind()
                : Operator.Activation.Kind.IDENTITY;
    }

    private @Nullable Draft onlyReader(String value) {
        return outputs.contains(value) || graph.consumers(value).size() != 1 ? null : openAt.get(value);
    }

    private static boolean isFloatConvolution(Node node, Precision bits) {
        return node.operator() instanceof Operator.Convolution && bits.equals(Precision.FP32);
    }

    /** A kernel that later nodes may still join. */
    private static final class Draft {
        private final KernelKey key;
        private final Node first;
        private final KernelStart start;
        private final JoinRules joins;
        private final List<String> nodes = new ArrayList<>();
        private String fused = "";
        private boolean isActivated;
        private boolean hasSum;

        Draft(KernelKey key, Node first, KernelStart start, FusionRules rules) {
            this.key = key;
            this.first = first;
            this.start = start;
            joins = rules.joins(start, key.precision());
            nodes.add(first.name());
        }

        boolean takes(Operator.Activation.Kind kind) {
            return !isActivated && (hasSum ? joins.activationsBehindAdd() : joins.activations()).contains(kind);
        }

        void addActivation(Node node, Operator.Activation activation) {
            nodes.add(node.name());
            fused += '+' + KernelShapes.kindOf(activation);
            isActivated = true;
        }

        void addSum(Node node) {
            nodes.add(node.name());
            fused += "+add";
            hasSum = true;
        }

        boolean isBare() {
            return fused.isEmpty();
        }

        Kernel toKernel() {
            KernelKey whole = new KernelKey(
                    key.kind(), key.inChannels(), key.outChannels(), key.size(), key.window(), fused, key.precision());
            return new Kernel(whole, nodes);
        }
    }
}
