package io.espalier.training;

import java.util.Arrays;

/**
 * The assignment of model outputs to classes that agrees with the most labels: the Hungarian method with shortest
 * augmenting paths (Kuhn 1955; Jonker and Volgenant 1987), O(n³) for n classes.
 */
final class ClassMatching {
    private ClassMatching() {}

    /**
     * The best assignment.
     *
     * @param confusion number of images by class and by output that won, square
     * @return the output of each class
     */
    static int[] of(int[][] confusion) {
        int n = confusion.length;
        // Rows and columns count from 1; column 0 holds the row that is being placed. Costs are negated counts.
        double[] rowPrice = new double[n + 1];
        double[] columnPrice = new double[n + 1];
        int[] rowOfColumn = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowOfColumn[0] = row;
            place(confusion, rowPrice, columnPrice, rowOfColumn);
        }
        int[] outputOfClass = new int[n];
        for (int column = 1; column <= n; column++) {
            outputOfClass[rowOfColumn[column] - 1] = column - 1;
        }
        return outputOfClass;
    }

    private static void place(int[][] confusion, double[] rowPrice, double[] columnPrice, int[] rowOfColumn) {
        int n = confusion.length;
        double[] slack = new double[n + 1];
        Arrays.fill(slack, Double.POSITIVE_INFINITY);
        boolean[] reached = new boolean[n + 1];
        int[] previous = new int[n + 1];
        int column = 0;
        do {
            reached[column] = true;
            int row = rowOfColumn[column];
            double smallest = Double.POSITIVE_INFINITY;
            int next = 0;
            for (int other = 1; other <= n; other++) {
                if (reached[other]) {
                    continue;
                }
                double reduced = -confusion[row - 1][other - 1] - rowPrice[row] - columnPrice[other];
                if (reduced < slack[other]) {
                    slack[other] = reduced;
                    previous[other] = column;
                }
                if (slack[other] < smallest) {
                    smallest = slack[other];
                    next = other;
                }
            }
            for (int other = 0; other <= n; other++) {
                if (reached[other]) {
                    rowPrice[rowOfColumn[other]] += smallest;
                    columnPrice[other] -= smallest;
                } else {
                    slack[other] -= smallest;
                }
            }
            column = next;
        } while (rowOfColumn[column] != 0);
        while (column != 0) {
            rowOfColumn[column] = rowOfColumn[previous[column]];
            column = previous[column];
        }
    }
}
