package io.espalier.profile.fusion;

import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Precision;
import io.espalier.zoo.runtime.InferenceRuntime;
import io.espalier.zoo.weights.Model;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the {@link FusionRules} of a runtime from the graphs that it makes of small networks, one for each thing to ask.
 * The same runtime on the same kind of processor gives the same rules. Takes seconds.
 */
public final class FusionProbe {
    /** The usual ways to write these functions in ONNX files. */
    private static final List<Spelling> SPELLINGS = List.of(
            Spelling.parse("Mul(Mul(x, Add(Erf(Div(x, 1.41421356)), 1)), 0.5)"),
            Spelling.parse("Mul(x, Mul(Add(Erf(Div(x, 1.41421356)), 1), 0.5))"),
            Spelling.parse("Mul(Mul(x, 0.5), Add(Erf(Div(x, 1.41421356)), 1))"),
            Spelling.parse("Mul(Mul(x, 0.5), Add(Erf(Mul(x, 0.70710678)), 1))"),
            Spelling.parse("Mul(Mul(x, 0.5), Add(Tanh(Mul(Add(x, Mul(Pow(x, 3), 0.044715)), 0.7978845608)), 1))"),
            Spelling.parse("Mul(x, Sigmoid(Mul(x, 1.702)))"),
            Spelling.parse("Mul(x, Sigmoid(x))"),
            Spelling.parse("Mul(x, Tanh(Softplus(x)))"),
            Spelling.parse("Mul(x, Clip(Add(x, 3), 0, 6))"));

    private static final int WIDTH = 32;

    private final Function<Model, ModelGraph> runtime;

    private FusionProbe(Function<Model, ModelGraph> runtime) {
        this.runtime = runtime;
    }

    /** The rules of the present version of {@code runtime}. */
    public static FusionRules probe(InferenceRuntime runtime) {
        return new FusionProbe(runtime::optimized)
                .probe(new RuntimeFacts(runtime.name(), runtime.version(), runtime.provider()));
    }

    /** Channels in a block of the blocked layout on this processor. */
    public static int block(InferenceRuntime runtime) {
        return new LayoutProbe(runtime::optimized, List.of()).probe().block();
    }

    private FusionRules probe(RuntimeFacts facts) {
        List<SpelledRule> spelled = spelled();
        return new FusionRules(
                facts,
                joins(Precision.FP32),
                joins(Precision.INT8),
                new LayoutProbe(runtime, spelled).probe(),
                JoinProbe.rewritten(runtime),
                spelled);
    }

    private Map<KernelStart, JoinRules> joins(Precision precision) {
        Map<KernelStart, JoinRules> joins = new EnumMap<>(KernelStart.class);
        for (KernelStart start : JoinProbe.starts(precision)) {
            JoinRules rules = JoinProbe.probe(start, precision, runtime);
            if (!rules.equals(JoinRules.NONE)) {
                joins.put(start, rules);
            }
        }
        return joins;
    }

    private List<SpelledRule> spelled() {
        ProbeNetwork net = new ProbeNetwork();
        String in = net.input(ProbeNetwork.SIZE, WIDTH);
        String alone = net.output(net.matMul(in, WIDTH));
        List<String> plain = new ArrayList<>();
        List<String> biased = new ArrayList<>();
        for (Spelling spelling : SPELLINGS) {
            plain.add(net.output(net.spelled(spelling.root(), net.matMul(in, WIDTH))));
            String sum = net.elementwise(Operator.Elementwise.Kind.ADD, net.matMul(in, WIDTH), net.weights(WIDTH));
            biased.add(net.output(net.spelled(spelling.root(), sum)));
        }
        OptimizedGraph graph = new OptimizedGraph(runtime.apply(net.build()));
        List<SpelledRule> rules = new ArrayList<>();
        for (int i = 0; i < SPELLINGS.size(); i++) {
            Spelling spelling = SPELLINGS.get(i);
            Optional<String> withBias = single(graph, alone, biased.get(i));
            single(graph, alone, plain.get(i))
                    .ifPresent(operator -> rules.add(new SpelledRule(spelling, operator, withBias)));
        }
        return rules;
    }

    /** The one operator that {@code output} needs more than {@code alone}; empty when it needs several. */
    private static Optional<String> single(OptimizedGraph graph, String alone, String output) {
        List<String> operators = new ArrayList<>(graph.work(output));
        graph.work(alone).forEach(operators::remove);
        return operators.size() == 1 ? Optional.of(operators.get(0)) : Optional.empty();
    }
}
