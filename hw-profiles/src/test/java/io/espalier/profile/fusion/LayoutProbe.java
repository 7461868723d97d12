package io.espalier.profile.fusion;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Operator.Elementwise;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Which convolutions write the blocked layout, and which operators keep it. */
final class LayoutProbe {
    private static final int WIDEST = 40;
    /** Odd, even and divisible by each power of two up to 32, so that a multiple can be told. */
    private static final List<Integer> WIDTHS = List.of(3, 6, 12, 17, 20, 24, 32, 40, 48);

    private final Function<Model, ModelGraph> runtime;
    private final List<SpelledRule> spelled;

    private record Convolution(int in, int out, int groups) {}

    LayoutProbe(Function<Model, ModelGraph> runtime, List<SpelledRule> spelled) {
        this.runtime = runtime;
        this.spelled = spelled;
    }

    LayoutRules probe() {
        boolean[] dense = new boolean[WIDEST + 1];
        boolean[] depthwise = new boolean[WIDEST + 1];
        List<Convolution> sweep = new ArrayList<>();
        for (int width = 1; width <= WIDEST; width++) {
            sweep.add(new Convolution(width, 32, 1));
            sweep.add(new Convolution(width, width, width));
        }
        blocked(sweep)
                .forEach((convolution, is) -> (convolution.groups() == 1 && convolution.out() == 32 ? dense : depthwise)
                        [convolution.in()] = is);
        int first = 2;
        while (first <= WIDEST && dense[first]) {
            first++;
        }
        if (!dense[32] || first > WIDEST) {
            return LayoutRules.NONE;
        }
        int convMultiple = multiple(first, width -> dense[width]).orElse(first);
        int depthwiseMultiple = multiple(2, width -> depthwise[width]).orElse(1);
        int block = first / convMultiple * convMultiple;
        LayoutRules rules = new LayoutRules(
                block,
                convMultiple,
                depthwiseMultiple,
                multiples(LayoutProbe::stem),
                multiples((net, width) -> net.image(width)));
        check(rules);
        return rules;
    }

    /** The number that exactly the widths for which {@code is} holds are multiples of, from {@code first} on. */
    private static Optional<Integer> multiple(int first, IntPredicate is) {
        for (int candidate = 1; candidate <= 32; candidate++) {
            boolean fits = true;
            for (int width = first; width <= WIDEST; width++) {
                fits &= is.test(width) == (width % candidate == 0);
            }
            if (fits) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** @throws IllegalStateException when the runtime does otherwise than {@code rules} can say */
    private void check(LayoutRules rules) {
        List<Convolution> all = new ArrayList<>();
        for (int in : WIDTHS) {
            for (int out : WIDTHS) {
                all.add(new Convolution(in, out, 1));
                all.add(new Convolution(2 * in, 2 * out, 2));
            }
            all.add(new Convolution(in, in, in));
            all.add(new Convolution(in, 2 * in, in));
        }
        blocked(all).forEach((convolution, is) -> {
            if (rules.isBlocked(convolution.in(), convolution.out(), convolution.groups()) != is) {
                throw new IllegalStateException("""
                        The runtime writes the blocked layout (%s) behind %s, other than %s say.
                        Maybe the form of the rules has to grow.""".formatted(is, convolution, rules));
            }
        });
    }

    private Map<Convolution, Boolean> blocked(List<Convolution> convolutions) {
        ProbeNetwork net = new ProbeNetwork();
        Map<Convolution, String> outputs = new LinkedHashMap<>();
        for (Convolution each : convolutions) {
            outputs.computeIfAbsent(
                    each,
                    convolution -> net.output(net.convolution(
                            net.image(convolution.in()),
                            convolution.in(),
                            convolution.out(),
                            3,
                            convolution.groups())));
        }
        OptimizedGraph graph = new OptimizedGraph(runtime.apply(net.build()));
        Map<Convolution, Boolean> blocked = new LinkedHashMap<>();
        outputs.forEach((convolution, output) -> blocked.put(convolution, graph.isBlocked(output)));
        return blocked;
    }

    /** The multiple of channels from which on each operator writes the layout when it reads what {@code source} makes. */
    private Map<String, Integer> multiples(BiFunction<ProbeNetwork, Integer, String> source) {
        Map<String, Integer> multiples = new TreeMap<>();
        ProbeNetwork net = new ProbeNetwork();
        Map<String, Map<Integer, String>> outputs = new TreeMap<>();
        for (int width : WIDTHS) {
            branches(net, width, source)
                    .forEach((operator, output) -> outputs.computeIfAbsent(operator, key -> new TreeMap<>())
                            .put(width, net.output(output)));
        }
        OptimizedGraph graph = new OptimizedGraph(runtime.apply(net.build()));
        outputs.forEach((operator, byWidth) -> {
            for (int candidate : List.of(1, 2, 4, 8, 16, 32)) {
                if (byWidth.entrySet().stream()
                        .allMatch(entry -> graph.isBlocked(entry.getValue()) == (entry.getKey() % candidate == 0))) {
                    multiples.put(operator, candidate);
                    return;
                }
            }
            if (byWidth.values().stream().anyMatch(graph::isBlocked)) {
                throw new IllegalStateException("""
                        Whether (%s) keeps the blocked layout depends on more than the multiple of its channels.
                        Maybe the form of the rules has to grow.""".formatted(operator));
            }
        });
        return multiples;
    }

    private Map<String, String> branches(
            ProbeNetwork net, int width, BiFunction<ProbeNetwork, Integer, String> source) {
        Map<String, UnaryOperator<String>> unary = new TreeMap<>();
        for (Activation.Kind kind : JoinProbe.candidates()) {
            unary.put(kind.onnxName(), value -> net.activation(kind, value));
        }
        spelled.forEach(rule ->
                unary.put(rule.operator(), value -> net.spelled(rule.spelling().root(), value)));
        unary.put("MaxPool", value -> net.pool(value, Operator.Pool.Kind.MAX));
        unary.put("AveragePool", value -> net.pool(value, Operator.Pool.Kind.AVERAGE));
        unary.put("GlobalMaxPool", value -> net.globalPool(value, Operator.Pool.Kind.MAX));
        unary.put("GlobalAveragePool", value -> net.globalPool(value, Operator.Pool.Kind.AVERAGE));
        unary.put("BatchNormalization", value -> net.batchNorm(value, width));
        unary.put("Concat", value -> net.concat(value, source.apply(net, width)));
        for (Elementwise.Kind kind : List.of(
                Elementwise.Kind.ADD,
                Elementwise.Kind.SUB,
                Elementwise.Kind.MUL,
                Elementwise.Kind.DIV,
                Elementwise.Kind.MIN,
                Elementwise.Kind.MAX,
                Elementwise.Kind.SUM,
                Elementwise.Kind.MEAN)) {
            unary.put(kind.onnxName(), value -> net.elementwise(kind, value, source.apply(net, width)));
            unary.put(
                    kind.onnxName() + " broadcast",
                    value ->
                            net.elementwise(kind, value, net.globalPool(stem(net, width), Operator.Pool.Kind.AVERAGE)));
        }
        Map<String, String> branches = new TreeMap<>();
        unary.forEach((operator, node) -> branches.put(operator, node.apply(source.apply(net, width))));
        return branches;
    }

    /** A convolution that writes the layout and is an output too, so that nothing is fused. */
    private static String stem(ProbeNetwork net, Integer width) {
        return net.output(net.convolution(net.image(3), 3, width, 3, 1));
    }
}
