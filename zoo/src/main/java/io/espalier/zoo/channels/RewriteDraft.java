package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Longs;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A rewrite while identities are still being united: it speaks of axes whose units are not numbered yet.
 *
 * @param input number of the rewritten input; of {@code GROUPS}: channels of a group
 * @param bounds one an integer; of {@code GROUPS}: the input channels
 * @param causes what calls for the rewrite when it loses channels
 */
record RewriteDraft(Kind kind, String node, int input, List<Bound> bounds, List<Axis> causes) {
    enum Kind {
        INTEGERS,
        SPLIT,
        GROUPS,
        INDICES
    }

    /**
     * An integer: how many of {@code from} to before {@code to} stay, plus {@code offset}, or {@code original} when
     * {@code axis} is null or cannot lose anything.
     */
    record Bound(@Nullable Axis axis, int from, int to, int offset, boolean negated, long original) {
        static Bound fixed(long number) {
            return new Bound(null, 0, 0, 0, false, number);
        }

        static Bound all(Axis axis) {
            return axis.isPlain() ? fixed(-1) : range(axis, 0, axis.ids().length);
        }

        /** The last position that stays before {@code to}; {@code original} is the uncut one. */
        static Bound last(Axis axis, int to, long original) {
            return new Bound(axis, 0, to, -1, false, original);
        }

        static Bound range(Axis axis, int from, int to) {
            return new Bound(axis, from, to, 0, false, to - from);
        }

        /** What stays before {@code to}, and {@code phase} more. */
        static Bound shifted(Axis axis, int to, int phase) {
            return new Bound(axis, 0, to, phase, false, (long) to + phase);
        }

        /** Minus what stays: channels that a negative pad takes away. */
        static Bound negative(Axis axis, int from, int to) {
            return new Bound(axis, from, to, 0, true, from - to);
        }

        private ChannelRewrite.Entry finish(Function<Axis, Optional<ChannelAxis>> numbered) {
            Optional<ChannelAxis> units = axis == null ? Optional.empty() : numbered.apply(axis);
            return units.<ChannelRewrite.Entry>map(known -> negated
                            ? new ChannelRewrite.MinusKept(known, from, to)
                            : new ChannelRewrite.Kept(known, from, to, offset))
                    .orElseGet(() -> new ChannelRewrite.Fixed(original));
        }
    }

    /** The rewrite over numbered axes; empty when none of its causes can lose a channel. */
    Optional<ChannelRewrite> finish(Function<Axis, Optional<ChannelAxis>> numbered) {
        List<ChannelAxis> losing = causes.stream()
                .flatMap(axis -> numbered.apply(axis).stream())
                .distinct()
                .toList();
        if (losing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind) {
                    case GROUPS -> new ChannelRewrite.ConvolutionGroups(node, losing.get(0), input);
                    case INDICES ->
                        new ChannelRewrite.Indices(
                                node,
                                input,
                                losing.get(0),
                                Longs.of(bounds.stream().map(Bound::original).toList()));
                    case SPLIT -> new ChannelRewrite.SplitSizes(node, entries(numbered), losing);
                    case INTEGERS -> new ChannelRewrite.Integers(node, input, entries(numbered), losing);
                });
    }

    private List<ChannelRewrite.Entry> entries(Function<Axis, Optional<ChannelAxis>> numbered) {
        return bounds.stream().map(bound -> bound.finish(numbered)).toList();
    }
}
