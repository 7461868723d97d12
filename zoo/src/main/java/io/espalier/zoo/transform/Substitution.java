package io.espalier.zoo.transform;

import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Values that readers shall read in place of others, followed to the end of each chain. */
final class Substitution {
    private final Map<String, String> replacements = new HashMap<>();

    /** Readers of {@code value} shall read {@code replacement}. */
    void put(String value, String replacement) {
        replacements.put(value, replacement);
    }

    boolean isEmpty() {
        return replacements.isEmpty();
    }

    /** What is read in place of {@code value}; itself when nothing replaces it. */
    String of(String value) {
        String last = value;
        while (replacements.containsKey(last)) {
            last = replacements.get(last);
        }
        return last;
    }

    Node in(Node node) {
        List<String> inputs = node.inputs().stream().map(this::of).toList();
        return inputs.equals(node.inputs()) ? node : node.withInputs(inputs);
    }

    /** Whether an operator that we do not look into names {@code value}, so that its readers cannot read another. */
    static boolean isCaptured(ModelGraph graph, String value) {
        return graph.consumers(value).stream()
                .anyMatch(node -> node.operator() instanceof Operator.Opaque opaque
                        && opaque.captured().contains(value));
    }
}
