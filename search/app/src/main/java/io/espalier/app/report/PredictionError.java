package io.espalier.app.report;

import java.util.List;
import java.util.OptionalDouble;

/** How far predicted costs were from measured ones. */
final class PredictionError {
    private PredictionError() {}

    /** Median of |predicted / measured − 1| over the exported points; empty when none was measured. */
    static OptionalDouble median(List<ReportPoint> points) {
        double[] errors = points.stream()
                .filter(point -> point.cost().measured().isPresent()
                        && point.cost().predicted().isPresent())
                .mapToDouble(point -> Math.abs(point.cost().predicted().orElseThrow()
                                / point.cost().measured().orElseThrow()
                        - 1))
                .sorted()
                .toArray();
        if (errors.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = errors.length / 2;
        return OptionalDouble.of(errors.length % 2 == 1 ? errors[middle] : (errors[middle - 1] + errors[middle]) / 2);
    }
}
