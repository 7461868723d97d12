package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.KernelKey;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
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
 * One pass over the nodes: each joins the kernel of the value it reads, when the runtime fuses them, or starts one.
 *
 * <p>ONNX Runtime's floating-point convolutions work on blocks of channels (its NCHWc layout). Where a value leaves that
 * layout (slices, pads, dense layers) it is reordered, which the key of a convolution that reads it says with {@code
 * plain}.
 */
final class KernelFinder {
    /**
     * Of two widths of this size or more that leave the same remainder by it, each divided by groups of one channel or not
     * at all, every rule here says the same.
     */
    static final int WIDTH_PERIOD = 8;

    /** Input channels of a convolution in the blocked layout are multiples of this. */
    private static final int BLOCKED_ALIGNMENT = 4;
    /** With fewer input channels a convolution reads the plain layout and writes the blocked one. */
    private static final int SMALLEST_BLOCK = 8;

    private final ModelGraph graph;
    private final Shapes shapes;
    private final Function<Node, Precision> precision;
    private final Set<String> outputs = new HashSet<>();
    private final Set<String> blocked = new HashSet<>();
    private final Map<String, Draft> openAt = new HashMap<>();
    private final List<Draft> drafts = new ArrayList<>();

    KernelFinder(ModelGraph graph, Shapes shapes, Function<Node, Precision> precision) {
        this.graph = graph;
        this.shapes = shapes;
        this.precision = precision;
        graph.outputs().forEach(output -> outputs.add(output.name()));
    }

    List<Kernel> find() {
        for (Node node : graph.nodes()) {
            Draft host = hostOf(node);
            if (host == null) {
                host = start(node);
            } else {
                host.add(node, suffixOf(node));
            }
            if (!node.outputs().isEmpty()) {
                openAt.put(node.output(), host);
                if (isBlocked(node)) {
                    blocked.add(node.output());
                }
            }
        }
        return drafts.stream().map(Draft::toKernel).toList();
    }

    private Draft start(Node node) {
        Precision bits = precision.apply(node);
        boolean readsPlain = isFloatConvolution(node, bits) && !blocked.contains(node.input(0));
        KernelKey key = new KernelShapes(node, shapes, bits, readsPlain).key();
        Draft draft = new Draft(key, node);
        drafts.add(draft);
        return draft;
    }

    /** The kernel that {@code node} runs in, if it is one that another node started. */
    private @Nullable Draft hostOf(Node node) {
        if (node.operator() instanceof Operator.Activation activation) {
            Draft producer = onlyReader(node.input(0));
            return producer != null && takesActivation(producer, activation.kind()) ? producer : null;
        }
        if (node.operator() instanceof Operator.Elementwise elementwise
                && elementwise.kind() == Operator.Elementwise.Kind.ADD
                && blocked.contains(node.input(0))
                && blocked.contains(node.input(1))) {
            for (String input : node.inputs()) {
                Draft producer = onlyReader(input);
                if (producer != null && producer.isBareConvolution()) {
                    return producer;
                }
            }
        }
        return null;
    }

    private @Nullable Draft onlyReader(String value) {
        return outputs.contains(value) || graph.consumers(value).size() != 1 ? null : openAt.get(value);
    }

    private static boolean takesActivation(Draft draft, Operator.Activation.Kind kind) {
        if (draft.isActivated) {
            return false;
        }
        if (!draft.key.precision().equals(Precision.FP32)) {
            return (draft.key.isWeighted() || draft.key.kind().equals("add"))
                    && (kind == Operator.Activation.Kind.RELU || kind == Operator.Activation.Kind.CLIP);
        }
        return switch (kind) {
            case RELU, CLIP, SIGMOID, TANH, LEAKY_RELU, HARD_SIGMOID ->
                draft.key.isWeighted() && !draft.key.kind().equals("matmul");
            default -> false;
        };
    }

    private static String suffixOf(Node node) {
        return node.operator() instanceof Operator.Activation activation
                ? '+' + KernelShapes.kindOf(activation)
                : "+add";
    }

    private static boolean isFloatConvolution(Node node, Precision bits) {
        return node.operator() instanceof Operator.Convolution && bits.equals(Precision.FP32);
    }

    /** Whether the runtime leaves what {@code node} writes in its blocked layout. */
    private boolean isBlocked(Node node) {
        if (!precision.apply(node).equals(Precision.FP32)) {
            return false;
        }
        Operator operator = node.operator();
        if (operator instanceof Operator.Convolution convolution) {
            return isBlocked(convolution, node);
        }
        if (operator instanceof Operator.Pool
                || operator instanceof Operator.Activation
                || operator instanceof Operator.Normalization) {
            return blocked.contains(node.input(0));
        }
        if (operator instanceof Operator.Concat concat) {
            return concat.axis() == 1 && blocked.containsAll(node.inputs());
        }
        return operator instanceof Operator.Elementwise && blocked.containsAll(node.inputs());
    }

    private boolean isBlocked(Operator.Convolution convolution, Node node) {
        if (convolution.transposed()
                || convolution.strides().size() == 1
                || convolution.strides().size() == 3) {
            return false;
        }
        int in = KernelShapes.channels(shapes, node.input(0));
        int out = KernelShapes.channels(shapes, node.output());
        if (convolution.groups() == 1) {
            return in < SMALLEST_BLOCK || in % BLOCKED_ALIGNMENT == 0;
        }
        if (convolution.groups() == in) {
            return out % BLOCKED_ALIGNMENT == 0;
        }
        return in / convolution.groups() % SMALLEST_BLOCK == 0 && out / convolution.groups() % SMALLEST_BLOCK == 0;
    }

    /** A kernel that later nodes may still join. */
    private static final class Draft {
        private final KernelKey key;
        private final List<String> nodes = new ArrayList<>();
        private String fused = "";
        private boolean isActivated;

        Draft(KernelKey key, Node node) {
            this.key = key;
            nodes.add(node.name());
        }

        void add(Node node, String suffix) {
            nodes.add(node.name());
            fused += suffix;
            isActivated |= node.operator() instanceof Operator.Activation;
        }

        boolean isBareConvolution() {
            return fused.isEmpty() && (key.kind().equals("conv") || key.kind().equals("dwconv"));
        }

        Kernel toKernel() {
            KernelKey whole = new KernelKey(
                    key.kind(), key.inChannels(), key.outChannels(), key.size(), key.window(), fused, key.precision());
            return new Kernel(whole, nodes);
        }
    }
}
