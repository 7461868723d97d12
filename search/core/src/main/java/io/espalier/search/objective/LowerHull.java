package io.espalier.search.objective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The lower convex hull of points in the plane, as a function of the first coordinate. Immutable. */
public final class LowerHull {
    private final List<double[]> corners;

    private LowerHull(List<double[]> corners) {
        this.corners = corners;
    }

    /** The hull of points {@code (x, y)}, at least one. O(n log n). */
    public static LowerHull of(List<double[]> points) {
        List<double[]> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.<double[]>comparingDouble(point -> point[0]).thenComparingDouble(point -> point[1]));
        List<double[]> corners = new ArrayList<>();
        for (double[] point : sorted) {
            if (!corners.isEmpty() && corners.get(corners.size() - 1)[0] == point[0]) {
                continue;
            }
            while (corners.size() > 1
                    && turn(corners.get(corners.size() - 2), corners.get(corners.size() - 1), point) <= 0) {
                corners.remove(corners.size() - 1);
            }
            corners.add(point);
        }
        if (corners.isEmpty()) {
            throw new IllegalArgumentException("There is no hull of no points.");
        }
        return new LowerHull(corners);
    }

    private static double turn(double[] a, double[] b, double[] c) {
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    }

    /** Height of the hull at {@code x}; beyond its ends that of the nearest corner. */
    public double at(double x) {
        double[] left = corners.get(0);
        if (x <= left[0]) {
            return left[1];
        }
        for (double[] right : corners) {
            if (x <= right[0]) {
                return left == right ? left[1] : left[1] + (right[1] - left[1]) * (x - left[0]) / (right[0] - left[0]);
            }
            left = right;
        }
        return left[1];
    }
}
