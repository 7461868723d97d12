package io.espalier.app.report;

import io.espalier.training.Accuracy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One model of a front as a reader sees it: the parent, a baseline or a point.
 *
 * @param role what the model is
 * @param validation accuracy on search-validation, 0 to 1
 * @param test accuracy on the test images
 * @param testLessParent the difference of that to the parent's, compared example by example
 * @param costs of the cost objectives, in their order, at least one
 * @param sizeBytes of the exported file, when known
 * @param kept kept channels by group, in order; empty for parent and baselines
 * @param removedBlocks ids of the blocks that were removed
 */
record ReportPoint(
        String id,
        Role role,
        String precision,
        Optional<Share> validation,
        Optional<Share> test,
        Optional<Share> testLessParent,
        List<Cost> costs,
        Optional<Double> sizeBytes,
        List<String> marks,
        Map<String, Kept> kept,
        List<String> removedBlocks,
        Optional<String> file) {

    ReportPoint {
        costs = List.copyOf(costs);
    }

    /** That of the first cost objective. */
    Cost cost() {
        return costs.get(0);
    }

    /** The cost of this name. */
    Cost cost(String name) {
        return costs.stream()
                .filter(cost -> cost.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    enum Role {
        PARENT,
        BASELINE,
        POINT
    }

    /** A share with its standard error. */
    record Share(double value, double standardError) {
        /** With its sign. */
        String points() {
            return String.format(java.util.Locale.ROOT, "%+.2f ± %.2f", 100 * value, 100 * standardError);
        }

        String percent() {
            return Accuracy.percent(value, standardError);
        }
    }

    /**
     * @param ofParent measured (else predicted) cost as a share of the parent's
     * @param ofParentAtSamePrecision the same against the parent at the point's precision, where there is one
     */
    record Cost(
            String name,
            String unit,
            Optional<Double> predicted,
            Optional<Double> low,
            Optional<Double> high,
            Optional<Double> measured,
            Optional<Double> ofParent,
            Optional<Double> ofParentAtSamePrecision) {
        /** The measured value, else the predicted one. */
        double best() {
            return measured.or(() -> predicted).orElse(Double.NaN);
        }
    }

    record Kept(int kept, int of) {}
}
