package io.espalier.search.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Points of a front that are worth a word: the knee, the fastest as good as the parent, the smallest nearly as good. */
final class Marks {
    static final String KNEE = "knee";
    static final String WITHIN_ONE_STANDARD_ERROR = "within-one-standard-error";
    static final String SMALLEST = "smallest";
    private static final double ONE_POINT = .01;

    private final FrontPoint parent;
    private final ToDoubleFunction<FrontPoint> cost;

    /** @param cost the first cost objective, smaller is better */
    Marks(FrontPoint parent, ToDoubleFunction<FrontPoint> cost) {
        this.parent = parent;
        this.cost = cost;
    }

    List<FrontPoint> mark(List<FrontPoint> points) {
        Optional<FrontPoint> knee = knee(points);
        double enough = parent.validation().value() - parent.validation().standardError();
        Optional<FrontPoint> asGood = points.stream()
                .filter(point -> point.validation().value() >= enough)
                .min(Comparator.comparingDouble(cost));
        Optional<FrontPoint> smallest = points.stream()
                .filter(point ->
                        point.validation().value() >= parent.validation().value() - ONE_POINT)
                .min(Comparator.comparingLong(FrontPoint::fileBytes));
        List<FrontPoint> marked = new ArrayList<>();
        for (FrontPoint point : points) {
            Set<String> marks = new LinkedHashSet<>();
            knee.filter(point::equals).ifPresent(found -> marks.add(KNEE));
            asGood.filter(point::equals).ifPresent(found -> marks.add(WITHIN_ONE_STANDARD_ERROR));
            smallest.filter(point::equals).ifPresent(found -> marks.add(SMALLEST));
            marks.addAll(point.marks());
            marked.add(point.withMarks(marks));
        }
        return marked;
    }

    /** The point farthest from the line between the ends of the front, both axes scaled to 0..1. */
    private Optional<FrontPoint> knee(List<FrontPoint> points) {
        List<FrontPoint> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(cost));
        if (sorted.size() < 3) {
            return Optional.empty();
        }
        FrontPoint fast = sorted.get(0);
        FrontPoint slow = sorted.get(sorted.size() - 1);
        double costs = cost.applyAsDouble(slow) - cost.applyAsDouble(fast);
        double accuracies = slow.validation().value() - fast.validation().value();
        if (!(costs > 0) || !(accuracies > 0)) {
            return Optional.empty();
        }
        return sorted.subList(1, sorted.size() - 1).stream()
                .max(Comparator.comparingDouble(
                        point -> (point.validation().value() - fast.validation().value()) / accuracies
                                - (cost.applyAsDouble(point) - cost.applyAsDouble(fast)) / costs));
    }
}
