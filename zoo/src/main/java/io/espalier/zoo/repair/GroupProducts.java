package io.espalier.zoo.repair;

import java.util.HashMap;
import java.util.Map;

/**
 * Products of the inputs of one group of a layer, and of 1 in the last row and column: sums of the inputs. Of a convolution
 * that can stand in for blocks, too: products of its inputs (rows) with what it would have to give besides (columns).
 */
final class GroupProducts {
    private final int size;
    private final double[] among;
    private final Map<String, double[]> withChanges = new HashMap<>();
    private long rows;

    /** @param columns of the layer */
    GroupProducts(int columns) {
        size = columns + 1;
        among = new double[size * size];
    }

    /** @param samples rows of inputs with a 1 behind each */
    void add(double[] samples, int count) {
        Algebra.addProducts(samples, samples, count, size, size, among);
        rows += count;
    }

    /**
     * @param wanted which change
     * @param changes of each output in the same rows
     */
    void addChange(String wanted, double[] samples, double[] changes, int count) {
        int outputs = changes.length / count;
        double[] sums = withChanges.computeIfAbsent(wanted, name -> new double[size * outputs]);
        Algebra.addProducts(samples, changes, count, size, outputs, sums);
    }

    /**
     * The equations of a layer that keeps these columns, as they are in the uncut network.
     *
     * @param wanted which change it is to give besides; empty for none
     */
    Equations equations(int[] columns, String wanted) {
        int[] left = new int[columns.length + 1];
        System.arraycopy(columns, 0, left, 0, columns.length);
        left[columns.length] = size - 1;
        double[] amongLeft = new double[left.length * left.length];
        for (int row = 0; row < left.length; row++) {
            for (int column = 0; column < left.length; column++) {
                amongLeft[row * left.length + column] = among[left[row] * size + left[column]] / rows;
            }
        }
        return new Equations(
                amongLeft, means(left, among), means(left, withChanges.getOrDefault(wanted, new double[0])));
    }

    /** The rows that are left of sums. */
    private double[] means(int[] left, double[] sums) {
        int columns = sums.length / size;
        double[] means = new double[left.length * columns];
        for (int row = 0; row < left.length; row++) {
            for (int column = 0; column < columns; column++) {
                means[row * columns + column] = sums[left[row] * columns + column] / rows;
            }
        }
        return means;
    }
}
