package io.espalier.zoo.lowrank;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Operator;

/**
 * A Gemm or a product with a matrix.
 *
 * @param outputsFirst whether the weight is {@code [outputs, inputs]} or {@code [inputs, outputs]}
 */
record DenseFactoring(Operator operator, boolean outputsFirst, int outputs, int inputs) implements Factoring {

    @Override
    public int groups() {
        return 1;
    }

    @Override
    public int rows() {
        return outputs;
    }

    @Override
    public int columns() {
        return inputs;
    }

    @Override
    public int at(int group, int row, int column) {
        return place(row, outputs, column, inputs);
    }

    @Override
    public Longs firstShape(int rank) {
        return shape(rank, inputs);
    }

    @Override
    public int first(int group, int component, int column, int rank) {
        return place(component, rank, column, inputs);
    }

    @Override
    public Longs secondShape(int rank) {
        return shape(outputs, rank);
    }

    @Override
    public int second(int group, int row, int component, int rank) {
        return place(row, outputs, component, rank);
    }

    private Longs shape(int to, int from) {
        return outputsFirst ? Longs.of(to, from) : Longs.of(from, to);
    }

    private int place(int to, int outputCount, int from, int inputCount) {
        return outputsFirst ? to * inputCount + from : from * outputCount + to;
    }

    @Override
    public Operator firstOperator() {
        return operator instanceof Operator.Gemm gemm
                ? new Operator.Gemm(gemm.transposeA(), gemm.transposeB(), 1, 1)
                : operator;
    }

    @Override
    public Operator secondOperator() {
        return operator instanceof Operator.Gemm gemm
                ? new Operator.Gemm(false, gemm.transposeB(), gemm.alpha(), gemm.beta())
                : operator;
    }
}
