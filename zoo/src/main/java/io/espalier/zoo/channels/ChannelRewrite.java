package io.espalier.zoo.channels;

import io.espalier.zoo.graph.Longs;
import java.util.List;

/** What of a node, beside its weights, depends on channels and is written anew when they go. */
public sealed interface ChannelRewrite {

    /** Name of the node. */
    String node();

    /** The axes whose loss calls for the rewrite. */
    List<ChannelAxis> causes();

    /** The attribute {@code group} of a convolution becomes what stays of {@code axis} divided by {@code perGroup}. */
    record ConvolutionGroups(String node, ChannelAxis axis, int perGroup) implements ChannelRewrite {
        @Override
        public List<ChannelAxis> causes() {
            return List.of(axis);
        }
    }

    /** An input becomes a vector of integers. */
    record Integers(String node, int input, List<Entry> entries, List<ChannelAxis> causes) implements ChannelRewrite {
        public Integers {
            entries = List.copyOf(entries);
            causes = List.copyOf(causes);
        }
    }

    /** The sizes of a Split, one a part, wherever its operator set keeps them. */
    record SplitSizes(String node, List<Entry> entries, List<ChannelAxis> causes) implements ChannelRewrite {
        public SplitSizes {
            entries = List.copyOf(entries);
            causes = List.copyOf(causes);
        }
    }

    /** Indices into {@code axis}, a vector as input {@code input}: those to positions that stay, renumbered. */
    record Indices(String node, int input, ChannelAxis axis, Longs indices) implements ChannelRewrite {
        @Override
        public List<ChannelAxis> causes() {
            return List.of(axis);
        }
    }

    /** One integer of a rewritten vector. */
    sealed interface Entry {

        /**
         * Its value.
         *
         * @param removed by unit
         */
        long value(boolean[] removed);
    }

    record Fixed(long number) implements Entry {
        @Override
        public long value(boolean[] removed) {
            return number;
        }
    }

    /**
     * How many of the positions {@code from} to before {@code to} stay, plus {@code offset}. Below 0, which only the
     * bounds of a reversed slice reach, it is the smallest integer: before the first position.
     */
    record Kept(ChannelAxis axis, int from, int to, int offset) implements Entry {
        @Override
        public long value(boolean[] removed) {
            int value = axis.kept(from, to, removed) + offset;
            return value < 0 ? Integer.MIN_VALUE : value;
        }
    }

    /** Minus how many of the positions {@code from} to before {@code to} stay: a pad that takes away. */
    record MinusKept(ChannelAxis axis, int from, int to) implements Entry {
        @Override
        public long value(boolean[] removed) {
            return -axis.kept(from, to, removed);
        }
    }
}
