package io.espalier.zoo.channels;

import io.espalier.zoo.channels.IntegerOrigins.Origin;
import io.espalier.zoo.channels.RewriteDraft.Bound;
import io.espalier.zoo.channels.SizeParts.Part;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vector of sizes that stays computed, because some are free, and that must be right whatever channels go: a count of
 * channels in it is the size of an axis that loses the same, or a constant that is joined to the rest, or multiplied with
 * a free size, and is written anew.
 */
final class ComputedSizes {
    private final Propagation run;
    private final SizeParts parts;
    /** What was asked of constants that several vectors may share, by constant. */
    private final Map<SizeParts.Constant, Map<Part, Axis>> factors = new LinkedHashMap<>();

    ComputedSizes(Propagation run) {
        this.run = run;
        parts = new SizeParts(run);
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
        List<Optional<Part>> entries = parts.of(vector, axes.length);
        for (int i = 0; i < axes.length; i++) {
            boolean unchanged =
                    axes[i].carried().length == 0 && origins.get(i).axes().isEmpty();
            int entry = i;
            if (!unchanged
                    && !isSizeOf(origins.get(i), axes[i])
                    && entries.get(i).filter(part -> part.counts(axes[entry])).isEmpty()) {
                return false;
            }
        }
        List<Part> rewritten = new ArrayList<>();
        for (int i = 0; i < axes.length; i++) {
            if (axes[i].carried().length == 0) {
                continue;
            }
            if (isSizeOf(origins.get(i), axes[i])) {
                run.union(origins.get(i).axes().iterator().next(), axes[i]);
            } else {
                Axis axis = axes[i];
                entries.get(i).ifPresent(part -> {
                    if (part.isFactor()) {
                        factors.computeIfAbsent(part.constant(), key -> new LinkedHashMap<>())
                                .put(part, axis);
                    } else if (!rewritten.contains(part)) {
                        rewritten.add(part);
                    }
                });
            }
        }
        rewritten.forEach(part -> rewrite(part, axes));
        return true;
    }

    /** Factors are written anew where all who read them ask for the same; else their channels stay. */
    void finish() {
        factors.forEach((constant, asked) -> {
            List<Axis> axes = List.copyOf(asked.values());
            Axis first = axes.get(0);
            boolean agree =
                    asked.size() == parts.readers(constant) && axes.stream().allMatch(axis -> run.same(first, axis));
            if (agree) {
                Bound kept = Bound.range(first, 0, first.carried().length);
                run.rewrites.add(new RewriteDraft(
                        RewriteDraft.Kind.INTEGERS, constant.node().name(), constant.input(), List.of(kept), axes));
            } else {
                String reason = "is counted at %s for others, too".formatted(Propagation.place(constant.node()));
                axes.forEach(axis -> run.freeze(axis, reason));
            }
        });
    }

    private static boolean isSizeOf(Origin origin, Axis axis) {
        if (!origin.exact()) {
            return false;
        }
        Axis sized = origin.axes().iterator().next();
        return sized.isRepeated() == axis.isRepeated() && sized.carried().length == axis.carried().length;
    }

    private List<Origin> origins(String vector, int length) {
        List<Origin> origins = run.origins.of(vector);
        return origins.size() == length ? origins : Collections.nCopies(length, Origin.mixed(origins.stream()));
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
                RewriteDraft.Kind.INTEGERS,
                part.constant().node().name(),
                part.constant().input(),
                bounds,
                causes));
    }
}
