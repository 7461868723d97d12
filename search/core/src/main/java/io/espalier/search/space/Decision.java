package io.espalier.search.space;

import io.espalier.zoo.graph.Precision;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One finite choice: an ordered list of alternatives, from the smallest to what the parent has. */
public sealed interface Decision {

    /** Readable and unique in its space; also the key of the choice in {@code front.json}. */
    String name();

    /** Number of alternatives, 1 or more; the last one leaves the parent as it is. */
    int alternatives();

    /** The choice {@code index} in words or numbers, for people and for {@code front.json}. */
    Object alternative(int index);

    /** Whether the choice means anything when these blocks are removed. */
    boolean activeWhen(Set<String> removedBlocks);

    <R> R accept(Visitor<R> visitor);

    /**
     * How many units of a channel group are kept.
     *
     * @param group id of the group
     * @param kept ascending; the last one is the full width
     * @param goneWith blocks whose removal takes the group away or merges it with another
     */
    record Width(String group, List<Integer> kept, Set<String> goneWith) implements Decision {
        public Width {
            kept = List.copyOf(kept);
            goneWith = Set.copyOf(goneWith);
            if (kept.isEmpty()
                    || kept.get(0) < 1
                    || !List.copyOf(new TreeSet<>(kept)).equals(kept)) {
                throw new IllegalArgumentException(
                        "The widths %s of the group (%s) must be ascending and 1 or more.".formatted(kept, group));
            }
        }

        @Override
        public String name() {
            return "width:" + group;
        }

        @Override
        public int alternatives() {
            return kept.size();
        }

        @Override
        public Integer alternative(int index) {
            return kept.get(index);
        }

        /** The width of the parent. */
        public int full() {
            return kept.get(kept.size() - 1);
        }

        @Override
        public boolean activeWhen(Set<String> removedBlocks) {
            return goneWith.stream().noneMatch(removedBlocks::contains);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.width(this);
        }
    }

    /** Whether a residual block is removed (0) or kept (1). */
    record RemoveBlock(String block) implements Decision {
        @Override
        public String name() {
            return "block:" + block;
        }

        @Override
        public int alternatives() {
            return 2;
        }

        @Override
        public String alternative(int index) {
            return index == 0 ? "removed" : "kept";
        }

        @Override
        public boolean activeWhen(Set<String> removedBlocks) {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.removeBlock(this);
        }
    }

    /** The precision of every kernel that can have it. */
    record ModelPrecision(List<Precision> precisions) implements Decision {
        public ModelPrecision {
            precisions = List.copyOf(precisions);
            if (precisions.isEmpty()) {
                throw new IllegalArgumentException("A model has at least one precision.");
            }
        }

        @Override
        public String name() {
            return "precision";
        }

        @Override
        public int alternatives() {
            return precisions.size();
        }

        @Override
        public String alternative(int index) {
            return precisions.get(index).toString();
        }

        @Override
        public boolean activeWhen(Set<String> removedBlocks) {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.modelPrecision(this);
        }
    }

    /** One method a kind of decision; a new kind does not compile until every reader handles it. */
    interface Visitor<R> {
        R width(Width width);

        R removeBlock(RemoveBlock removeBlock);

        R modelPrecision(ModelPrecision modelPrecision);
    }
}
