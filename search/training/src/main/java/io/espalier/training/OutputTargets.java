package io.espalier.training;

import io.espalier.training.data.Examples;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which target of the data belongs to which output of a network. */
public final class OutputTargets {
    private final List<String> outputs;
    private final Map<String, TensorType> targets;

    /** @param targets types by name, as {@link Examples#targets()} */
    public OutputTargets(ModelGraph graph, Map<String, TensorType> targets) {
        this.outputs = graph.outputs().stream().map(GraphValue::name).toList();
        this.targets = new TreeMap<>(targets);
    }

    /** The outputs that have a target of their own name; else the first alone. */
    public List<String> outputs() {
        List<String> named = outputs.stream().filter(targets::containsKey).toList();
        return named.isEmpty() ? outputs.subList(0, 1) : named;
    }

    /** The output that is meant: the one named, else the first of {@link #outputs()}. */
    public String output(OutputSpec spec) {
        String output = spec.output().orElse(outputs().get(0));
        if (!outputs.contains(output)) {
            throw new IllegalArgumentException("The model has no output (%s), but %s.%nMaybe %s:%s."
                    .formatted(output, outputs, spec.name(), outputs.get(0)));
        }
        return output;
    }

    /** The target of an output: the one named, one of the output's name, {@code labels}, or the only one. */
    public Optional<String> target(OutputSpec spec, String output) {
        if (spec.target().isPresent()) {
            return Optional.of(known(spec.target().get()));
        }
        if (targets.containsKey(output)) {
            return Optional.of(output);
        }
        if (targets.containsKey(Examples.LABELS)) {
            return Optional.of(Examples.LABELS);
        }
        if (targets.size() > 1) {
            throw new IllegalArgumentException(
                    "Nothing says which of the targets %s belongs to the output (%s).%nMaybe %s:%s=%s."
                            .formatted(
                                    targets.keySet(),
                                    output,
                                    spec.name(),
                                    output,
                                    targets.keySet().iterator().next()));
        }
        return targets.keySet().stream().findFirst();
    }

    /** @throws IllegalArgumentException when there is no such target */
    public TensorType type(String target) {
        TensorType type = targets.get(target);
        if (type == null) {
            throw new IllegalArgumentException("The data has no target (%s), but %s.%nMaybe its file has another name."
                    .formatted(target, targets.keySet()));
        }
        return type;
    }

    private String known(String target) {
        type(target);
        return target;
    }
}
