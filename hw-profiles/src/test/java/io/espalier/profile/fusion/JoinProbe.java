package io.espalier.profile.fusion;

import io.espalier.profile.measure.TimedForms;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What joins the kernels of one start: each branch of a network is the start, a candidate, and a layer behind, and joins
 * when the runtime makes no more of it than of start and layer.
 */
final class JoinProbe {
    /** Vanish, or compute no numbers. */
    private static final Set<Activation.Kind> OTHERS =
            EnumSet.of(Activation.Kind.IDENTITY, Activation.Kind.DROPOUT, Activation.Kind.NOT);

    /** A multiple of every block. */
    private static final int BLOCKED = 32;
    /** A multiple of nothing but 3 and 11, above every block. */
    private static final int UNBLOCKED = 33;

    private final ProbeNetwork net = new ProbeNetwork();
    private final KernelStart start;
    private final int width;
    private final String left;
    private final String right;

    private JoinProbe(KernelStart start, Precision precision) {
        this.start = start;
        boolean unblocked = precision.equals(Precision.FP32)
                && (start == KernelStart.CONV || start == KernelStart.DWCONV || start == KernelStart.GROUPED_CONV);
        width = unblocked ? UNBLOCKED : 2 * BLOCKED;
        left = input();
        right = input();
    }

    static Set<Activation.Kind> candidates() {
        return EnumSet.complementOf(EnumSet.copyOf(OTHERS));
    }

    /** The starts that occur at {@code precision}. */
    static Set<KernelStart> starts(Precision precision) {
        return precision.equals(Precision.FP32)
                ? EnumSet.allOf(KernelStart.class)
                : EnumSet.complementOf(EnumSet.of(
                        KernelStart.BLOCKED_CONV,
                        KernelStart.BLOCKED_DWCONV,
                        KernelStart.BLOCKED_GROUPED_CONV,
                        KernelStart.CONVTRANSPOSE));
    }

    static JoinRules probe(KernelStart start, Precision precision, Function<Model, ModelGraph> runtime) {
        return new JoinProbe(start, precision).ask(precision, runtime);
    }

    private JoinRules ask(Precision precision, Function<Model, ModelGraph> runtime) {
        String alone = end(start(left));
        String pair = end(net.elementwise(Operator.Elementwise.Kind.ADD, start(left), start(right)));
        Map<Activation.Kind, String> single = new EnumMap<>(Activation.Kind.class);
        Map<Activation.Kind, String> behindPair = new EnumMap<>(Activation.Kind.class);
        for (Activation.Kind kind : candidates()) {
            single.put(kind, end(net.activation(kind, start(left))));
            String sum = net.elementwise(Operator.Elementwise.Kind.ADD, start(left), start(right));
            behindPair.put(kind, end(net.activation(kind, sum)));
        }
        Optional<String> biased =
                bias().map(bias -> end(net.elementwise(Operator.Elementwise.Kind.ADD, start(left), bias)));
        String scaled = end(start(net.elementwise(Operator.Elementwise.Kind.MUL, left, net.number(.5))));

        OptimizedGraph graph = new OptimizedGraph(runtime.apply(TimedForms.of(net.build(), precision)));
        int least = graph.work(alone).size();
        boolean isBinary = start == KernelStart.ADD || start == KernelStart.MUL || start == KernelStart.CONCAT;
        boolean add = graph.work(pair).size() == least + 1 && !isBinary;
        Set<Activation.Kind> joins = EnumSet.noneOf(Activation.Kind.class);
        single.forEach((kind, output) -> {
            if (graph.work(output).size() == least) {
                joins.add(kind);
            }
        });
        Set<Activation.Kind> behind = EnumSet.noneOf(Activation.Kind.class);
        behindPair.forEach((kind, output) -> {
            if (!isBinary && graph.work(output).size() == least + 1) {
                behind.add(kind);
            }
        });
        return new JoinRules(
                joins,
                add,
                behind,
                biased.filter(output -> graph.work(output).size() == least).isPresent(),
                graph.work(scaled).size() == least);
    }

    private String input() {
        return switch (start) {
            case GEMM -> net.input(width);
            case MATMUL -> net.input(ProbeNetwork.SIZE, width);
            default -> net.image(width);
        };
    }

    private String start(String in) {
        return switch (start) {
            case BLOCKED_CONV, CONV -> net.convolution(in, width, width, 3, 1);
            case BLOCKED_DWCONV, DWCONV -> net.convolution(in, width, width, 3, width);
            case BLOCKED_GROUPED_CONV -> net.convolution(in, width, width, 3, 2);
            case GROUPED_CONV -> net.convolution(in, width, width, 3, width == UNBLOCKED ? 3 : 2);
            case CONVTRANSPOSE -> net.transposed(in, width);
            case GEMM -> net.gemm(in, width);
            case MATMUL -> net.matMul(in, width);
            case ADD -> net.elementwise(Operator.Elementwise.Kind.ADD, in, right);
            case MUL -> net.elementwise(Operator.Elementwise.Kind.MUL, in, right);
            case CONCAT -> net.concat(in, right);
            case MAXPOOL -> net.pool(in, Operator.Pool.Kind.MAX);
            case AVGPOOL -> net.pool(in, Operator.Pool.Kind.AVERAGE);
            case OTHER -> net.batchNorm(in, width);
        };
    }

    private Optional<String> bias() {
        return switch (start) {
            case GEMM, MATMUL -> Optional.of(net.weights(width));
            case ADD, MUL, CONCAT, MAXPOOL, AVGPOOL, OTHER -> Optional.empty();
            default -> Optional.of(net.weights(width, 1, 1));
        };
    }

    /** Ends a branch with a layer, so that what it reads is quantized in 8 bits. */
    private String end(String value) {
        int channels = start == KernelStart.CONCAT ? 2 * width : width;
        return net.output(
                switch (start) {
                    case GEMM -> net.gemm(value, width);
                    case MATMUL -> net.matMul(value, width);
                    default -> net.convolution(value, channels, BLOCKED, 1, 1);
                });
    }

    /** The runtime's operators for each activation that it runs as several. */
    static Map<Activation.Kind, List<String>> rewritten(Function<Model, ModelGraph> runtime) {
        ProbeNetwork net = new ProbeNetwork();
        String in = net.image(BLOCKED);
        String alone = net.output(net.pool(in, Operator.Pool.Kind.MAX));
        Map<Activation.Kind, String> outputs = new EnumMap<>(Activation.Kind.class);
        for (Activation.Kind kind : candidates()) {
            outputs.put(kind, net.output(net.activation(kind, net.pool(in, Operator.Pool.Kind.MAX))));
        }
        OptimizedGraph graph = new OptimizedGraph(runtime.apply(net.build()));
        Map<Activation.Kind, List<String>> rewritten = new EnumMap<>(Activation.Kind.class);
        outputs.forEach((kind, output) -> {
            List<String> operators = new ArrayList<>(graph.work(output));
            graph.work(alone).forEach(operators::remove);
            if (operators.size() > 1) {
                rewritten.put(kind, operators);
            }
        });
        return rewritten;
    }
}
