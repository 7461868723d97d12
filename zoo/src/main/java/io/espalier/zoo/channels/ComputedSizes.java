package io.espalier.zoo.channels;

import io.espalier.zoo.channels.IntegerOrigins.Origin;
import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.IntegerConstant;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A vector of sizes that stays computed, because some are free, and that must be right whatever channels go: a count of
 * channels in it is the size of an axis that loses the same, or a constant that is joined to the rest and written anew.
 */
final class ComputedSizes {
    private final Propagation run;

    ComputedSizes(Propagation run) {
        this.run = run;
    }

    /**
     * Sees to it that the vector follows the cut, tying axes where that takes it.
     *
     * @param input of {@code node}, which has the vector
     * @param axes what each entry is the size of; plain where the entry does not change
     * @return false, and nothing is changed, when it cannot follow
     */
    boolean follow(Node node, int input, Axis[] axes) {
        String vector = node.input(input);
        List<Dim> sizes = run.integers(vector).orElse(List.of());
        if (sizes.size() != axes.length || sizes.isEmpty()) {
            return false;
        }
        List<Origin> origins = origins(vector, axes.length);
        List<Optional<Part>> parts = parts(vector, axes.length);
        for (int i = 0; i < axes.length; i++) {
            boolean sized = origins.get(i).exact() && isAsLong(origins.get(i), axes[i]);
            boolean unchanged = axes[i].carried().length == 0
                    && origins.get(i).axes().isEmpty();
            if (!unchanged && !sized && parts.get(i).isEmpty()) {
                return false;
            }
        }
        List<Part> rewritten = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            if (axes[i].carried().length > 0 && origins.get(i).exact()) {
                run.union(origins.get(i).axes().iterator().next(), axes[i]);
            } else if (axes[i].carried().length > 0) {
                parts.get(i).filter(part -> !rewritten.contains(part)).ifPresent(rewritten::add);
            }
        }
        rewritten.forEach(part -> rewrite(part, axes));
        return true;
    }

    private static boolean isAsLong(Origin origin, Axis axis) {
        Axis sized = origin.axes().iterator().next();
        return sized.isRepeated() == axis.isRepeated() && sized.carried().length == axis.carried().length;
    }

    private List<Origin> origins(String vector, int length) {
        List<Origin> origins = run.origins.of(vector);
        if (origins.size() == length) {
            return origins;
        }
        Origin mixed = Origin.mixed(origins.stream());
        return new ArrayList<>(java.util.Collections.nCopies(length, mixed));
    }

    /** Constant entries of a vector that is joined for one reader alone. @param from its first entry in the vector */
    private record Part(Node join, int input, int from, IntegerConstant constant) {}

    /** By entry of the vector. */
    private List<Optional<Part>> parts(String vector, int length) {
        List<Optional<Part>> parts = new ArrayList<>();
        Optional<Node> join = run.graph
                .producer(vector)
                .filter(node -> node.operator() instanceof Operator.Concat
                        && run.graph.consumers(vector).size() == 1
                        && !run.graph.isOutput(vector));
        for (int input = 0; join.isPresent() && input < join.get().inputs().size(); input++) {
            String joined = join.get().input(input);
            int from = parts.size();
            int count = run.integers(joined).map(List::size).orElse(0);
            IntegerConstant constant = run.graph.constants().get(joined);
            Optional<Part> part =
                    constant == null ? Optional.empty() : Optional.of(new Part(join.get(), input, from, constant));
            for (int i = 0; i < count; i++) {
                parts.add(part);
            }
        }
        while (parts.size() < length) {
            parts.add(Optional.empty());
        }
        return parts;
    }

    private void rewrite(Part part, Axis[] axes) {
        List<Bound> bounds = new ArrayList<>();
        List<Axis> causes = new ArrayList<>();
        for (int i = 0; i < part.constant().values().size(); i++) {
            Axis axis = axes[part.from() + i];
            bounds.add(axis.isPlain() ? Bound.fixed(part.constant().values().at(i)) : Bound.all(axis));
            causes.add(axis);
        }
        run.rewrites.add(new RewriteDraft(
                RewriteDraft.Kind.INTEGERS, part.join().name(), part.input(), bounds, causes));
    }
}
