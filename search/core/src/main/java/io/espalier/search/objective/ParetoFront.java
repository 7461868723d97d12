package io.espalier.search.objective;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The members of a set that no other member dominates, in the order in which they came. Of members with equal vectors
 * the first stays. Immutable.
 */
public final class ParetoFront<T> {
    private final Function<? super T, double[]> minimised;
    private final List<T> members;

    private ParetoFront(Function<? super T, double[]> minimised, List<T> members) {
        this.minimised = minimised;
        this.members = List.copyOf(members);
    }

    /** @param minimised the vector to minimise, of the same length for all */
    public static <T> ParetoFront<T> empty(Function<? super T, double[]> minimised) {
        return new ParetoFront<>(minimised, List.of());
    }

    public static <T> ParetoFront<T> of(Collection<? extends T> items, Function<? super T, double[]> minimised) {
        ParetoFront<T> front = empty(minimised);
        for (T item : items) {
            front = front.plus(item);
        }
        return front;
    }

    /** The front of these members and {@code item}; this very front when {@code item} adds nothing. O(members). */
    public ParetoFront<T> plus(T item) {
        double[] vector = minimised.apply(item);
        List<T> kept = new ArrayList<>();
        for (T member : members) {
            double[] other = minimised.apply(member);
            if (Dominance.dominates(other, vector) || java.util.Arrays.equals(other, vector)) {
                return this;
            }
            if (!Dominance.dominates(vector, other)) {
                kept.add(member);
            }
        }
        kept.add(item);
        return new ParetoFront<>(minimised, kept);
    }

    public List<T> members() {
        return members;
    }

    public int size() {
        return members.size();
    }

    /** The members' vectors, in their order. */
    public List<double[]> vectors() {
        return members.stream().<double[]>map(minimised::apply).toList();
    }

    /** Share of the box up to {@code reference} that the members dominate, 0 to 1. */
    public double hypervolume(double[] reference) {
        return Hypervolume.share(vectors(), reference);
    }

    @Override
    public String toString() {
        return members.toString();
    }
}
