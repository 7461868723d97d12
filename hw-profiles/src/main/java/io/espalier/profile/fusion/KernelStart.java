package io.espalier.profile.fusion;

import io.espalier.zoo.graph.Operator;
import java.util.Optional;

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
    AVGPOOL;

    /**
     * What {@code operator} starts; empty for operators behind which nothing is known to be fused.
     *
     * @param inChannels of the value that it reads
     * @param blocked whether it writes the blocked layout
     */
    public static Optional<KernelStart> of(Operator operator, int inChannels, boolean blocked) {
        if (operator instanceof Operator.Convolution convolution) {
            return Optional.of(convolution(convolution, inChannels, blocked));
        }
        if (operator instanceof Operator.Elementwise elementwise) {
            return elementwise(elementwise.kind());
        }
        if (operator instanceof Operator.Gemm) {
            return Optional.of(GEMM);
        }
        if (operator instanceof Operator.MatMul) {
            return Optional.of(MATMUL);
        }
        if (operator instanceof Operator.Concat) {
            return Optional.of(CONCAT);
        }
        if (operator instanceof Operator.Pool pool) {
            return Optional.of(pool.kind() == Operator.Pool.Kind.MAX ? MAXPOOL : AVGPOOL);
        }
        return Optional.empty();
    }

    /** Whether this is a convolution that is not transposed. */
    public boolean isConvolution() {
        return ordinal() <= GROUPED_CONV.ordinal();
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

    private static Optional<KernelStart> elementwise(Operator.Elementwise.Kind kind) {
        if (kind == Operator.Elementwise.Kind.ADD) {
            return Optional.of(ADD);
        }
        return kind == Operator.Elementwise.Kind.MUL ? Optional.of(MUL) : Optional.empty();
    }
}
