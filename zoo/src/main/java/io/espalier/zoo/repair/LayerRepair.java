package io.espalier.zoo.repair;

import io.espalier.zoo.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The least squares of one layer. */
final class LayerRepair {
    private final LinearLayer layer;
    private final float[] weight;
    private final float[] bias;
    private final float[] mean;
    private final int[] inputs;
    private final int[] outputs;
    private final double ridge;

    /**
     * @param layer as it was uncut
     * @param inputs of a group that are left, ascending
     * @param outputs that are left, ascending
     */
    LayerRepair(LinearLayer layer, Weights parent, int[] inputs, int[] outputs, double ridge) {
        this.layer = layer;
        this.inputs = inputs;
        this.outputs = outputs;
        this.ridge = ridge;
        weight = parent.get(layer.weight()).floats();
        bias = parent.has(layer.bias()) ? parent.get(layer.bias()).floats() : new float[layer.outputs()];
        mean = parent.has(layer.mean()) ? parent.get(layer.mean()).floats() : new float[layer.outputs()];
    }

    /**
     * The new weight, and what takes up constants, by name; nothing when the equations have no solution.
     *
     * @param groups one for each group of the layer that has outputs left
     */
    Map<String, float[]> solve(List<Equations> groups) {
        float[] newWeight =
                new float[outputs.length * inputs.length * layer.windows().size()];
        float[] newBias = new float[outputs.length];
        int first = 0;
        for (Equations equations : groups) {
            int group = outputs[first] / layer.outputsOfGroup();
            int end = first;
            while (end < outputs.length && outputs[end] / layer.outputsOfGroup() == group) {
                end++;
            }
            if (!solve(equations, first, end, newWeight, newBias)) {
                return Map.of();
            }
            first = end;
        }
        Map<String, float[]> solved = new LinkedHashMap<>();
        solved.put(layer.weight(), newWeight);
        if (!layer.bias().isEmpty()) {
            solved.put(layer.bias(), newBias);
        } else if (!layer.mean().isEmpty()) {
            float[] newMean = new float[outputs.length];
            for (int i = 0; i < newMean.length; i++) {
                newMean[i] = mean[outputs[i]] - newBias[i];
            }
            solved.put(layer.mean(), newMean);
        }
        return solved;
    }

    /** Solves for the outputs {@code first} to before {@code end} of those left. */
    private boolean solve(Equations equations, int first, int end, float[] newWeight, float[] newBias) {
        int[] columns = layer.columnsOf(inputs);
        boolean shifts = layer.hasShift();
        int size = columns.length + (shifts ? 1 : 0);
        int all = layer.columns() + (shifts ? 1 : 0);
        int count = end - first;
        double[] matrix = corner(equations.among(), columns.length + 1, size, size);
        double[] across = corner(equations.across(), layer.columns() + 1, size, all);
        double square = 0;
        for (int row = 0; row < columns.length; row++) {
            square += matrix[row * size + row] / columns.length;
        }
        double[] old = new double[all * count];
        double[] right = new double[size * count];
        for (int output = 0; output < count; output++) {
            int number = outputs[first + output];
            for (int column = 0; column < layer.columns(); column++) {
                old[column * count + output] = weight[index(number, column)];
            }
            if (shifts) {
                old[layer.columns() * count + output] = bias[number];
            }
            for (int row = 0; row < columns.length; row++) {
                right[row * count + output] = ridge * square * weight[index(number, columns[row])];
            }
        }
        for (int row = 0; row < columns.length; row++) {
            matrix[row * size + row] += ridge * square;
        }
        Algebra.addProduct(across, old, right, size, all, count);
        if (equations.change().length > 0) {
            for (int output = 0; output < count; output++) {
                for (int row = 0; row < size; row++) {
                    right[row * count + output] += equations.change()[row * layer.outputs() + outputs[first + output]];
                }
            }
        }
        if (!(square > 0) || !Algebra.solve(matrix, size, right, count)) {
            return false;
        }
        for (int output = 0; output < count; output++) {
            for (int row = 0; row < columns.length; row++) {
                newWeight[newIndex(first + output, row, columns.length)] = (float) right[row * count + output];
            }
            newBias[first + output] = shifts ? (float) right[columns.length * count + output] : 0;
        }
        return true;
    }

    /** The first rows and columns of a matrix with {@code width} columns. */
    private static double[] corner(double[] matrix, int width, int rows, int columns) {
        double[] corner = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix, row * width, corner, row * columns, columns);
        }
        return corner;
    }

    private int index(int output, int column) {
        return layer.outputsFirst() ? output * layer.columns() + column : column * layer.outputs() + output;
    }

    private int newIndex(int output, int column, int columns) {
        return layer.outputsFirst() ? output * columns + column : column * outputs.length + output;
    }
}
