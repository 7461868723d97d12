package io.espalier.profile.measure;

import io.espalier.profile.fusion.FusionRules;
import io.espalier.profile.fusion.SpelledRule;
import io.espalier.profile.fusion.Spelling;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Operator.Activation;
import io.espalier.zoo.graph.Precision;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Finds the functions of several nodes that a runtime runs as one. Immutable. */
final class SpelledFunctions {
    private final FusionRules rules;
    private final Set<Activation.Kind> activations = EnumSet.noneOf(Activation.Kind.class);

    SpelledFunctions(FusionRules rules) {
        this.rules = rules;
        for (Activation.Kind kind : Activation.Kind.values()) {
            if (rules.spelled().stream()
                    .anyMatch(rule -> rule.spelling().operators().contains(kind.onnxName()))) {
                activations.add(kind);
            }
        }
    }

    /** Where a function stands in a graph. */
    record Place(SpelledRule rule, Spelling.Match match) {
        Node first() {
            return match.nodes().get(0);
        }

        Node last() {
            return match.nodes().get(match.nodes().size() - 1);
        }

        /** The function as the node of the runtime that computes it. */
        Node asOneNode() {
            Operator operator = new Operator.Opaque("", rule.operator(), Map.of(), List.of());
            return Node.of(last().name(), operator, List.of(match.argument()), last().output());
        }
    }

    FusionRules rules() {
        return rules;
    }

    /** By the names of the nodes; those of one function are all in floating point. */
    Map<String, Place> find(ModelGraph graph, Function<Node, Precision> precision) {
        if (graph.nodes().stream().noneMatch(this::isActivationOfSome)) {
            return Map.of();
        }
        Map<String, Place> places = new HashMap<>();
        for (Node node : graph.nodes()) {
            for (SpelledRule rule : rules.spelled()) {
                rule.spelling()
                        .match(graph, node)
                        .filter(match -> match.nodes().stream()
                                .allMatch(part -> precision.apply(part).equals(Precision.FP32)
                                        && !places.containsKey(part.name())))
                        .ifPresent(match ->
                                match.nodes().forEach(part -> places.put(part.name(), new Place(rule, match))));
            }
        }
        return places;
    }

    private boolean isActivationOfSome(Node node) {
        return node.operator() instanceof Activation activation && activations.contains(activation.kind());
    }
}
