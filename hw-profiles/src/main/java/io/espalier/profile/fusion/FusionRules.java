package io.espalier.profile.fusion;

import io.espalier.profile.Kernel;
import io.espalier.profile.RuntimeFacts;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Precision;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which kernels one version of a runtime makes of a graph, as it was seen to do. Immutable; look-ups cost a few
 * nanoseconds.
 *
 * @param floats what joins a kernel in floating point; starts that are missing run alone
 * @param integers what joins a kernel in 8 bits
 * @param rewritten activations that run as several nodes: the runtime's operators, in order
 * @param spelled functions of several nodes that run as one
 */
public record FusionRules(
        RuntimeFacts runtime,
        Map<KernelStart, JoinRules> floats,
        Map<KernelStart, JoinRules> integers,
        LayoutRules layout,
        Map<Activation.Kind, List<String>> rewritten,
        List<SpelledRule> spelled) {

    public FusionRules {
        floats = copy(floats);
        integers = copy(integers);
        EnumMap<Activation.Kind, List<String>> lists = new EnumMap<>(Activation.Kind.class);
        rewritten.forEach((kind, operators) -> lists.put(kind, List.copyOf(operators)));
        rewritten = Collections.unmodifiableMap(lists);
        spelled = List.copyOf(spelled);
    }

    private static Map<KernelStart, JoinRules> copy(Map<KernelStart, JoinRules> rules) {
        EnumMap<KernelStart, JoinRules> copy = new EnumMap<>(KernelStart.class);
        copy.putAll(rules);
        return Collections.unmodifiableMap(copy);
    }

    /** What joins a kernel. Number formats other than 32-bit floats follow the rules of 8 bits. */
    public JoinRules joins(KernelStart start, Precision precision) {
        return (precision.equals(Precision.FP32) ? floats : integers).getOrDefault(start, JoinRules.NONE);
    }

    /** These rules on a processor whose vectors hold {@code block} numbers. */
    public FusionRules withBlock(int block) {
        return new FusionRules(runtime, floats, integers, layout.withBlock(block), rewritten, spelled);
    }

    /**
     * The runtime's operators that {@code kernel} runs as, in order, where the runtime names them after nothing in the
     * graph; empty where it names them after its nodes.
     */
    public List<String> namelessOperators(Kernel kernel) {
        for (Map.Entry<Activation.Kind, List<String>> entry : rewritten.entrySet()) {
            if (kernel.key().kind().equals(entry.getKey().name().toLowerCase(Locale.ROOT))) {
                return entry.getValue();
            }
        }
        if (kernel.nodes().size() > 1) {
            for (SpelledRule rule : spelled) {
                if (kernel.key().kind().equals(kindOf(rule))) {
                    return List.of(rule.operator());
                }
                if (kernel.key().fused().equals("+" + kindOf(rule))
                        && rule.biasedOperator().isPresent()) {
                    return List.of(rule.biasedOperator().get());
                }
            }
        }
        return List.of();
    }

    /** The kind of the kernel that runs what {@code rule} spells. */
    public static String kindOf(SpelledRule rule) {
        return rule.operator().toLowerCase(Locale.ROOT);
    }
}
