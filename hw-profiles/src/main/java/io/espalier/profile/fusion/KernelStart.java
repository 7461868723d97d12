package io.espalier.profile.fusion;

import io.espalier.zoo.graph.Operator;

/** The operator that a kernel starts with, as finely as fusion depends on it. */
public enum KernelStart {
    /** A convolution that writes the blocked layout. */
    BLOCKED_CONV,
    BLOCKED_DWCONV,
    BLOCKED_GROUPED_CONV,
    CONV,
    DWCONV,
    GROUPED_CONV,
    CONVTRANSPOSE,
    GEMM,
    MATMUL,
    ADD,
    MUL,
    CONCAT,
    MAXPOOL,
    AVGPOOL,
    /** Any other operator. */
    OTHER;

    /**
     * What {@code operator} starts.
     *
     * @param inChannels of the value that it reads
     * @param blocked whether it writes the blocked layout
     */
    public static KernelStart of(Operator operator, int inChannels, boolean blocked) {
        if (operator instanceof Operator.Convolution convolution) {
            return convolution(convolution, inChannels, blocked);
        }
        if (operator instanceof Operator.Elementwise elementwise) {
            return elementwise(elementwise.kind());
        }
        if (operator instanceof Operator.Gemm) {
            return GEMM;
        }
        if (operator instanceof Operator.MatMul) {
            return MATMUL;
        }
        if (operator instanceof Operator.Concat) {
            return CONCAT;
        }
        if (operator instanceof Operator.Pool pool) {
            return pool.kind() == Operator.Pool.Kind.MAX ? MAXPOOL : AVGPOOL;
        }
        return OTHER;
    }

    /** Whether this writes the blocked layout. */
    public boolean isBlocked() {
        return this == BLOCKED_CONV || this == BLOCKED_DWCONV || this == BLOCKED_GROUPED_CONV;
    }

    private static KernelStart convolution(Operator.Convolution convolution, int inChannels, boolean blocked) {
        if (convolution.transposed()) {
            return CONVTRANSPOSE;
        }
        if (convolution.groups() == 1) {
            return blocked ? BLOCKED_CONV : CONV;
        }
        if (convolution.groups() == inChannels) {
            return blocked ? BLOCKED_DWCONV : DWCONV;
        }
        return blocked ? BLOCKED_GROUPED_CONV : GROUPED_CONV;
    }

    private static KernelStart elementwise(Operator.Elementwise.Kind kind) {
        if (kind == Operator.Elementwise.Kind.ADD) {
            return ADD;
        }
        return kind == Operator.Elementwise.Kind.MUL ? MUL : OTHER;
    }
}
