package io.espalier.cost.latency;

import io.espalier.cost.CostEstimate;
import io.espalier.profile.KernelKey;
import io.espalier.profile.NetworkSample;
import io.espalier.zoo.graph.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Least squares of the relative errors of measured networks, with a prior for each number (ridge regression): what the
 * networks leave open stays as the profiler said.
 */
final class CalibrationFit {
    /** Standard deviations of the prior: of a kind's proportion, of what a kernel adds, a channel of it, a run. */
    private static final double SLOPE = .2;

    private static final double OFFSET_MS = .001;
    private static final double CHANNEL_MS = .00001;
    /** Numbers of a kind. */
    private static final int NUMBERS = 3;

    private static final double RUN_MS = .002;

    /** Standard deviation of a network's relative error, as the prior's weight assumes it. */
    private static final double NOISE = .03;

    private static final double US_PER_MS = 1000;

    private final Map<KernelKind, Integer> places = new LinkedHashMap<>();
    private final List<Point> points = new ArrayList<>();

    /**
     * A network.
     *
     * @param kernels by kind: how long they take together in ms, how many they are, and their channels
     * @param sum of all kernels, in ms
     * @param unsure half of the interval of the sum, as a share of it
     * @param ms measured
     */
    private record Point(
            Precision precision, Map<KernelKind, double[]> kernels, double sum, double unsure, double ms) {}

    private CalibrationFit() {}

    static LatencyCalibration of(List<NetworkSample> networks, Function<KernelKey, Optional<CostEstimate>> price) {
        CalibrationFit fit = new CalibrationFit();
        networks.forEach(network -> fit.add(network, price));
        return fit.solve();
    }

    /** Networks with a kernel that has no price tell nothing. */
    private void add(NetworkSample network, Function<KernelKey, Optional<CostEstimate>> price) {
        Map<KernelKind, double[]> kernels = new HashMap<>();
        double sum = 0;
        double width = 0;
        for (Map.Entry<KernelKey, Integer> entry : network.kernels().entrySet()) {
            Optional<CostEstimate> cost = price.apply(entry.getKey());
            if (cost.isEmpty()) {
                return;
            }
            double[] ofKind = kernels.computeIfAbsent(KernelKind.of(entry.getKey()), kind -> new double[NUMBERS]);
            ofKind[0] += cost.get().value() * entry.getValue();
            ofKind[1] += entry.getValue();
            ofKind[2] += entry.getValue()
                    * (double) (entry.getKey().inChannels() + entry.getKey().outChannels());
            sum += cost.get().value() * entry.getValue();
            width += (cost.get().high() - cost.get().low()) * entry.getValue();
        }
        if (sum > 0 && network.latency().p10Us() > 0) {
            kernels.keySet().forEach(kind -> places.putIfAbsent(kind, places.size()));
            points.add(new Point(
                    network.precision(),
                    kernels,
                    sum,
                    width / 2 / sum,
                    network.latency().p10Us() / US_PER_MS));
        }
    }

    private LatencyCalibration solve() {
        int kinds = places.size();
        int unknowns = NUMBERS * kinds + 1;
        RealMatrix normal = new Array2DRowRealMatrix(unknowns, unknowns);
        RealVector right = new ArrayRealVector(unknowns);
        for (int i = 0; i < unknowns; i++) {
            normal.setEntry(i, i, NOISE * NOISE);
        }
        List<RealVector> rows = new ArrayList<>();
        for (Point point : points) {
            RealVector row = row(point, unknowns);
            rows.add(row);
            normal = normal.add(row.outerProduct(row));
            right = right.add(row.mapMultiply(missing(point)));
        }
        DecompositionSolver solver = new CholeskyDecomposition(normal).getSolver();
        RealVector solved = solver.solve(right);
        Map<KernelKind, Double> slopes = new HashMap<>();
        Map<KernelKind, Double> offsets = new HashMap<>();
        Map<KernelKind, Double> channels = new HashMap<>();
        places.forEach((kind, place) -> {
            slopes.put(kind, Math.max(-.9, SLOPE * solved.getEntry(place)));
            offsets.put(kind, OFFSET_MS * solved.getEntry(kinds + place));
            channels.put(kind, CHANNEL_MS * solved.getEntry(2 * kinds + place));
        });
        return new LatencyCalibration(
                slopes,
                offsets,
                channels,
                RUN_MS * solved.getEntry(unknowns - 1),
                errors(rows, solver.getInverse(), solved));
    }

    /** What a network took more than its kernels, as a share. */
    private static double missing(Point point) {
        return (point.ms() - point.sum()) / point.ms();
    }

    /** What each unknown, in standard deviations of its prior, adds to a network, as a share of its latency. */
    private RealVector row(Point point, int unknowns) {
        RealVector row = new ArrayRealVector(unknowns);
        point.kernels().forEach((kind, kernels) -> {
            Integer place = places.get(kind);
            if (place != null) {
                row.setEntry(place, SLOPE * kernels[0] / point.ms());
                row.setEntry(places.size() + place, OFFSET_MS * kernels[1] / point.ms());
                row.setEntry(2 * places.size() + place, CHANNEL_MS * kernels[2] / point.ms());
            }
        });
        row.setEntry(unknowns - 1, RUN_MS / point.ms());
        return row;
    }

    /** Each network predicted by a fit to the others: its error there is what is left, by one minus its leverage. */
    private Map<Precision, RelativeError> errors(List<RealVector> rows, RealMatrix inverse, RealVector solved) {
        Map<Precision, List<double[]>> found =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        for (int i = 0; i < rows.size(); i++) {
            RealVector row = rows.get(i);
            double leverage = row.dotProduct(inverse.operate(row));
            double left = missing(points.get(i)) - row.dotProduct(solved);
            found.computeIfAbsent(points.get(i).precision(), precision -> new ArrayList<>())
                    .add(new double[] {
                        left / Math.max(.05, 1 - leverage), points.get(i).unsure()
                    });
        }
        Map<Precision, RelativeError> errors = new HashMap<>();
        found.forEach((precision, some) -> errors.put(
                precision,
                RelativeError.of(
                        some.stream().mapToDouble(one -> one[0]).toArray(),
                        some.stream().mapToDouble(one -> one[1]).toArray())));
        return errors;
    }
}
