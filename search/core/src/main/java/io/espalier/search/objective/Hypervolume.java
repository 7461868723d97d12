package io.espalier.search.objective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The exact volume that a set of minimised points dominates inside the box from the origin to a reference point.
 * Zitzler and Thiele, "Multiobjective evolutionary algorithms", 1999; computed by slicing objectives, O(n log n) for
 * two objectives and O(n^(d−1)) for d.
 */
public final class Hypervolume {
    private Hypervolume() {}

    /** The dominated volume; a point outside the box counts 0. Coordinates below 0 count as 0. */
    public static double of(List<double[]> points, double[] reference) {
        List<double[]> inside = new ArrayList<>();
        for (double[] point : points) {
            double[] clipped = clipped(point, reference);
            if (clipped.length > 0) {
                inside.add(clipped);
            }
        }
        return volume(inside, reference, reference.length);
    }

    /** The dominated share of the box, 0 to 1; 0 when the box is empty. */
    public static double share(List<double[]> points, double[] reference) {
        double box = 1;
        for (double side : reference) {
            box *= side;
        }
        return box > 0 ? of(points, reference) / box : 0;
    }

    private static double[] clipped(double[] point, double[] reference) {
        double[] clipped = new double[reference.length];
        for (int i = 0; i < reference.length; i++) {
            if (!(point[i] < reference[i])) {
                return new double[0];
            }
            clipped[i] = Math.max(0, point[i]);
        }
        return clipped;
    }

    private static double volume(List<double[]> points, double[] reference, int dimensions) {
        if (points.isEmpty()) {
            return 0;
        }
        int last = dimensions - 1;
        List<double[]> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(point -> point[last]));
        if (dimensions == 1) {
            return reference[0] - sorted.get(0)[0];
        }
        if (dimensions == 2) {
            return area(sorted, reference);
        }
        double volume = 0;
        for (int i = 0; i < sorted.size(); i++) {
            double end = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : reference[last];
            double height = end - sorted.get(i)[last];
            if (height > 0) {
                volume += height * volume(sorted.subList(0, i + 1), reference, last);
            }
        }
        return volume;
    }

    private static double area(List<double[]> byHeight, double[] reference) {
        double area = 0;
        double right = reference[0];
        for (double[] point : byHeight) {
            if (point[0] < right) {
                area += (right - point[0]) * (reference[1] - point[1]);
                right = point[0];
            }
        }
        return area;
    }
}
