package io.espalier.nd4j;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.graph.Shapes;
import io.espalier.zoo.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a graph and collects steps and refusals. Values that only rename or reshape another one (Identity, Dropout,
 * Flatten) become that other one.
 */
final class TapePlanner {
    private final ModelGraph graph;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, String> weightNames = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Set<String> integers = new HashSet<>();
    private final Map<String, Size> sizes = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> zeros = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private @Nullable Shapes shapes;

    /**
     * A value of the graph: which value of the plan holds it, and how many axes it has. A value of rank 2 whose size is
     * more than one pixel is a flattened image.
     */
    record Slot(String value, Size size, int rank) {}

    private TapePlanner(ModelGraph graph) {
        this.graph = graph;
        integers.addAll(graph.constants().keySet());
        graph.weights().keySet().forEach(weight -> weightNames.put(weight, weight));
    }

    static TapePlan plan(ModelGraph graph) {
        return new TapePlanner(graph).plan();
    }

    private TapePlan plan() {
        String input = planInput();
        if (refusals.isEmpty()) {
            NodePlanner planner = new NodePlanner(this);
            for (Node node : graph.nodes()) {
                if (!isInteger(node)) {
                    try {
                        planner.plan(node);
                    } catch (FollowsRefusedException follows) {
                        refused.addAll(node.outputs());
                    } catch (RefusedException refusal) {
                        refused.addAll(node.outputs());
                        refusals.add("%s (%s)".formatted(refusal.getMessage(), node.name()));
                    }
                }
            }
        }
        String output = planOutput();
        List<Step> fused = refusals.isEmpty() ? StepFusion.fuse(steps, output) : List.of();
        return new TapePlan(input, output, fused, zeros, sizes, refusals);
    }

    private String planInput() {
        if (graph.inputs().size() != 1) {
            refusals.add("a network with %d inputs".formatted(graph.inputs().size()));
            return "";
        }
        GraphValue input = graph.inputs().get(0);
        List<Dim> dims = input.type().shape().dims();
        if (dims.size() != 4 || !dims.subList(1, 4).stream().allMatch(Dim::isKnown)) {
            refusals.add("an input of shape %s".formatted(input.type().shape()));
            return "";
        }
        Size size = new Size(
                Math.toIntExact(dims.get(2).size()),
                Math.toIntExact(dims.get(3).size()),
                Math.toIntExact(dims.get(1).size()));
        sizes.put(input.name(), size);
        slots.put(input.name(), new Slot(input.name(), size, 4));
        return input.name();
    }

    private String planOutput() {
        if (!refusals.isEmpty()) {
            return "";
        }
        if (graph.outputs().size() != 1) {
            refusals.add("a network with %d outputs".formatted(graph.outputs().size()));
            return "";
        }
        Slot output = slots.get(graph.outputs().get(0).name());
        if (output == null || output.size().pixels() != 1) {
            refusals.add("an output that is not [n×classes]");
            return "";
        }
        return output.value();
    }

    /** Nodes that compute shapes and axes: no gradient passes there. */
    private boolean isInteger(Node node) {
        boolean integer = node.operator() instanceof Operator.ShapeOf
                || (!node.inputs().isEmpty()
                        && node.inputs().stream().allMatch(name -> name.isEmpty() || integers.contains(name)));
        if (integer) {
            integers.addAll(node.outputs());
        }
        return integer;
    }

    /** Adds a step whose output is a new value. */
    void add(Step step, String graphValue, int rank) {
        steps.add(step);
        sizes.put(step.output(), step.size());
        slots.put(graphValue, new Slot(step.output(), step.size(), rank));
    }

    /** Removes the step that made {@code slot} from the plan and returns it; empty when it is the input. */
    Optional<Step> takeBack(Slot slot) {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i).output().equals(slot.value())) {
                return Optional.of(steps.remove(i));
            }
        }
        return Optional.empty();
    }

    /** The value is that slot under another name, or seen with another rank. */
    void alias(String graphValue, Slot slot) {
        slots.put(graphValue, slot);
    }

    void aliasWeight(String graphValue, String weight) {
        weightNames.put(graphValue, weight);
    }

    /** @throws RefusedException when the value is a constant or was not planned */
    Slot slot(String value) {
        Slot slot = slots.get(value);
        if (refused.contains(value)) {
            throw new FollowsRefusedException();
        }
        if (slot == null) {
            throw new RefusedException(
                    weightNames.containsKey(value)
                            ? "a weight as the data of an operator"
                            : "what follows such a node");
        }
        return slot;
    }

    boolean isWeight(String value) {
        return weightNames.containsKey(value);
    }

    /** The weight behind a name, Identity nodes looked through. @throws RefusedException when it is no weight */
    String weight(String value) {
        String weight = weightNames.get(value);
        if (weight == null) {
            throw new RefusedException("weights that are computed");
        }
        return weight;
    }

    /** The shape of a weight of floats. @throws RefusedException when it holds something else */
    Shape floatWeight(String weight) {
        TensorType type = graph.weights().get(weight);
        if (type == null) {
            throw new IllegalStateException("There is no weight (%s).".formatted(weight));
        }
        if (type.dataType() != DataType.FLOAT) {
            throw new RefusedException("weights of type " + type.dataType());
        }
        return type.shape();
    }

    /** Integers that are known before the run. */
    long[] integers(String value) {
        IntegerConstant constant = graph.constants().get(value);
        if (constant == null) {
            throw new RefusedException("shapes or axes that are computed");
        }
        return constant.values().toArray();
    }

    boolean isIntegerConstant(String value) {
        return graph.constants().containsKey(value);
    }

    /** The inferred shape of a value, for targets that are computed. */
    Optional<Shape> inferredShape(String value) {
        if (shapes == null) {
            shapes = ShapeInference.infer(graph);
        }
        return shapes.shape(value);
    }

    /** Remembers that the numbers of a weight must be 0. */
    void requireZero(String weight) {
        zeros.add(weight);
    }

    int readers(String value) {
        return graph.consumers(value).size() + (graph.isOutput(value) ? 1 : 0);
    }

    /** A node that cannot be trained; the message says what it is, in a few words. */
    static class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String what) {
            super(what);
        }
    }

    /** Nothing is wrong with the node but what comes before it. */
    private static final class FollowsRefusedException extends RefusedException {
        private static final long serialVersionUID = 1;

        FollowsRefusedException() {
            super("");
        }
    }
}
