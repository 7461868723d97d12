package io.espalier.profile.measure;

import io.espalier.profile.Kernel;
import io.espalier.profile.fusion.ShippedFusionRules;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.runtime.NodeTiming;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds our kernel for a node of the runtime. Its names are made of the name of one of our nodes or values and an
 * ending ({@code _nchwc}, {@code _quant}, …). Nodes that rewrite ours may have names of their own: they run in the order of
 * our kernels that are rewritten so. What is left, such as a reordering of the layout, is there for the sake of the node
 * that runs next.
 */
final class RuntimeNames {
    private final Map<String, Integer> kernelOf = new HashMap<>();
    private final List<Kernel> kernels;

    RuntimeNames(ModelGraph graph, List<Kernel> kernels) {
        this.kernels = List.copyOf(kernels);
        Map<String, Integer> byNode = new HashMap<>();
        for (int i = 0; i < kernels.size(); i++) {
            for (String node : kernels.get(i).nodes()) {
                byNode.put(node, i);
            }
        }
        // Node names last: they count more where a value is named like another node.
        for (Node node : graph.nodes()) {
            Integer kernel = byNode.get(node.name());
            if (kernel != null) {
                node.outputs().forEach(output -> kernelOf.put(output, kernel));
            }
        }
        kernelOf.putAll(byNode);
        kernelOf.remove("");
    }

    /** The kernel of each timing, by index. */
    int[] match(List<NodeTiming> timings) {
        int[] matched = own(timings);
        int next = -1;
        int last = -1;
        for (int i = timings.size() - 1; i >= 0; i--) {
            if (matched[i] >= 0) {
                next = matched[i];
                last = Math.max(last, next);
            }
            matched[i] = next;
        }
        for (int i = matched.length - 1; i >= 0 && matched[i] < 0; i--) {
            matched[i] = last < 0 ? kernels.size() - 1 : last;
        }
        return matched;
    }

    /** The kernel that each timing belongs to by its name, or by what it computes; -1 where neither tells. */
    private int[] own(List<NodeTiming> timings) {
        Map<String, Deque<Integer>> nameless = new HashMap<>();
        for (int i = 0; i < kernels.size(); i++) {
            for (String operator : ShippedFusionRules.own().namelessOperators(kernels.get(i))) {
                nameless.computeIfAbsent(operator, key -> new ArrayDeque<>()).add(i);
            }
        }
        int[] own = new int[timings.size()];
        for (int i = 0; i < own.length; i++) {
            own[i] = find(timings.get(i).node());
            Deque<Integer> waiting = nameless.get(timings.get(i).operator());
            if (own[i] < 0 && waiting != null && !waiting.isEmpty()) {
                own[i] = waiting.remove();
            }
        }
        return own;
    }

    private int find(String runtimeName) {
        Integer exact = kernelOf.get(runtimeName);
        if (exact != null) {
            return exact;
        }
        int best = -1;
        int length = 0;
        for (Map.Entry<String, Integer> entry : kernelOf.entrySet()) {
            String name = entry.getKey();
            if (name.length() > length && contains(runtimeName, name)) {
                length = name.length();
                best = entry.getValue();
            }
        }
        return best;
    }

    /** Whether {@code name} stands in {@code text} with no letter or digit right before or behind it. */
    private static boolean contains(String text, String name) {
        int at = text.indexOf(name);
        while (at >= 0) {
            int end = at + name.length();
            boolean free = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            if (free && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return true;
            }
            at = text.indexOf(name, at + 1);
        }
        return false;
    }
}
