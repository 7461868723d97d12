package io.espalier.app.report;

import java.util.List;

/**
 * What one kernel costs over one of its axes.
 *
 * @param name of the curve in the legend: the precision
 * @param predicted at every width, ascending; as measured where it was
 * @param measured the widths that were
 * @param step the divisor of the axis in channels; 0 where the profile does not tell
 */
record WidthCurve(String name, List<Point> predicted, List<Point> measured, int step) {
    WidthCurve {
        predicted = List.copyOf(predicted);
        measured = List.copyOf(measured);
    }

    /** @param us latency in µs */
    record Point(int width, double us) {}
}
