package io.espalier.zoo.lowrank;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;

/**
 * How the weight of a layer is seen as matrices {@code [rows, columns]}, one a group, and where the factors {@code [rows,
 * rank]} and {@code [rank, columns]} lie in the weights of two layers: the second and the first.
 */
interface Factoring {

    int groups();

    /** Of one group's matrix. */
    int rows();

    /** Of one group's matrix. */
    int columns();

    /** The place of an element in the layer's weight. */
    int at(int group, int row, int column);

    Longs firstShape(int rank);

    int first(int group, int component, int column, int rank);

    Longs secondShape(int rank);

    int second(int group, int row, int component, int rank);

    Operator firstOperator();

    Operator secondOperator();

    default int fullRank() {
        return Math.min(rows(), columns());
    }
}
