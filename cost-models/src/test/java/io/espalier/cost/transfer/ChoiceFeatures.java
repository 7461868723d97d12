package io.espalier.cost.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** The features of the networks of a {@link ChoiceTable}, for any set of known devices. */
final class ChoiceFeatures {
    private static final double COUNTS = .1;
    private static final double PLACES = .02;
    private static final double SIZES = .03;
    /** What the sum of one latency for each choice does not explain is partly noise: so much of it is kept. */
    private static final double KEPT_OF_REST = .5;

    private final ChoiceTable table;
    private final Map<String, double[]> smoothed = new LinkedHashMap<>();
    private final double[][] structure;

    ChoiceFeatures(ChoiceTable table) {
        this.table = table;
        smooth();
        structure = structure();
    }

    /** The features when the latencies of these devices are known. */
    TransferFeatures of(List<String> known) {
        double[][] latencies = new double[known.size()][];
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = Objects.requireNonNull(smoothed.get(known.get(i)));
        }
        double[] weights = KnownDevices.weights(latencies);
        double[][] devices = new double[table.networks()][1 + known.size()];
        double[] level = new double[table.networks()];
        for (int i = 0; i < devices.length; i++) {
            level[i] = 1;
            devices[i][0] = 1;
        }
        for (int k = 0; k < latencies.length; k++) {
            double[] scores = KnownDevices.standardized(latencies[k]);
            for (int i = 0; i < devices.length; i++) {
                devices[i][1 + k] = scores[i] * Math.sqrt(weights[k] / known.size());
            }
        }
        return new TransferFeatures(level, devices, structure);
    }

    /** What the networks consist of, whatever the devices. */
    double[][] structureOnly() {
        return structure;
    }

    private void smooth() {
        DMatrixRMaj design = design();
        DMatrixRMaj normal = new DMatrixRMaj(design.numCols, design.numCols);
        CommonOps_DDRM.multInner(design, normal);
        for (int i = 0; i < normal.numRows; i++) {
            normal.add(i, i, 1e-6);
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(normal.numRows);
        if (!solver.setA(normal)) {
            throw new IllegalStateException("The design has a column too many.");
        }
        table.latenciesMs().forEach((device, latencies) -> {
            double mean = KnownDevices.mean(latencies);
            DMatrixRMaj relative = new DMatrixRMaj(latencies.length, 1);
            for (int i = 0; i < latencies.length; i++) {
                relative.set(i, 0, latencies[i] / mean);
            }
            DMatrixRMaj right = new DMatrixRMaj(design.numCols, 1);
            CommonOps_DDRM.multTransA(design, relative, right);
            DMatrixRMaj coefficients = new DMatrixRMaj(design.numCols, 1);
            solver.solve(right, coefficients);
            DMatrixRMaj sums = new DMatrixRMaj(latencies.length, 1);
            CommonOps_DDRM.mult(design, coefficients, sums);
            double[] smooth = new double[latencies.length];
            for (int i = 0; i < smooth.length; i++) {
                smooth[i] = sums.get(i) + KEPT_OF_REST * (relative.get(i) - sums.get(i));
            }
            smoothed.put(device, smooth);
        });
    }

    /** 1, then for each position one column an operation, the first left out. */
    private DMatrixRMaj design() {
        int operations = table.operations().size();
        int positions = table.choices()[0].length;
        DMatrixRMaj design = new DMatrixRMaj(table.networks(), 1 + positions * (operations - 1));
        for (int i = 0; i < design.numRows; i++) {
            design.set(i, 0, 1);
            for (int position = 0; position < positions; position++) {
                int choice = table.choices()[i][position];
                if (choice > 0) {
                    design.set(i, position * (operations - 1) + choice, 1);
                }
            }
        }
        return design;
    }

    private double[][] structure() {
        int operations = table.operations().size();
        int positions = table.choices()[0].length;
        double[][] counts = new double[table.networks()][operations];
        double[][] places = new double[table.networks()][positions * operations];
        int nothing = table.nothing().map(table.operations()::indexOf).orElse(-1);
        for (int i = 0; i < counts.length; i++) {
            for (int position = 0; position < positions; position++) {
                int choice = table.choices()[i][position];
                if (choice != nothing) {
                    counts[i][choice]++;
                    places[i][position * operations + choice] = 1;
                }
            }
        }
        List<double[][]> parts = new ArrayList<>(List.of(scaled(counts, COUNTS), scaled(places, PLACES)));
        if (table.sizes()[0].length > 0) {
            parts.add(scaled(standardizedColumns(table.sizes()), SIZES));
        }
        return beside(parts);
    }

    private static double[][] standardizedColumns(double[][] rows) {
        double[][] standardized = new double[rows.length][rows[0].length];
        for (int column = 0; column < rows[0].length; column++) {
            double[] values = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                values[i] = rows[i][column];
            }
            double[] scores = KnownDevices.standardized(values);
            for (int i = 0; i < rows.length; i++) {
                standardized[i][column] = scores[i];
            }
        }
        return standardized;
    }

    /** Columns of mean 0, rows of this mean square. */
    private static double[][] scaled(double[][] rows, double meanSquare) {
        int columns = rows[0].length;
        double[] means = new double[columns];
        for (double[] row : rows) {
            for (int column = 0; column < columns; column++) {
                means[column] += row[column] / rows.length;
            }
        }
        double squares = 0;
        double[][] scaled = new double[rows.length][columns];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < columns; column++) {
                scaled[i][column] = rows[i][column] - means[column];
                squares += scaled[i][column] * scaled[i][column];
            }
        }
        double factor = Math.sqrt(meanSquare / (squares / rows.length));
        for (double[] row : scaled) {
            for (int column = 0; column < columns; column++) {
                row[column] *= factor;
            }
        }
        return scaled;
    }

    private static double[][] beside(List<double[][]> parts) {
        int columns = parts.stream().mapToInt(part -> part[0].length).sum();
        double[][] rows = new double[parts.get(0).length][columns];
        int from = 0;
        for (double[][] part : parts) {
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(part[i], 0, rows[i], from, part[i].length);
            }
            from += part[0].length;
        }
        return rows;
    }
}
