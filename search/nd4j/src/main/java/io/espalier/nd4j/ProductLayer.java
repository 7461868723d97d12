package io.espalier.nd4j;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Products of matrices, {@code [count, m, k]} by {@code [count, k, n]}, by libnd4j. */
final class ProductLayer implements Layer {
    private final Arena arena;
    private final Shape shape;
    private final TapeValue left;
    private final TapeValue right;
    private final TapeValue output;
    private final GradientSum gradientSum;
    private final Arena.NativeCall forward;
    private Arena.@Nullable NativeCall backwardLeft;
    private Arena.@Nullable NativeCall backwardRight;

    /** @param transposeLeft whether the left matrices are {@code [k, m]}, likewise {@code [n, k]} */
    record Shape(int count, int m, int k, int n, boolean transposeLeft, boolean transposeRight) {}

    ProductLayer(Arena arena, Workers workers, Shape shape, TapeValue left, TapeValue right, TapeValue output) {
        this.arena = arena;
        this.shape = shape;
        this.left = left;
        this.right = right;
        this.output = output;
        gradientSum = new GradientSum(workers);
        forward = product(
                leftMatrices(left.memory()),
                rightMatrices(right.memory()),
                outMatrices(output.memory()),
                shape.transposeLeft(),
                shape.transposeRight());
    }

    private INDArray leftMatrices(NativeArray memory) {
        return shape.transposeLeft() ? matrices(memory, shape.k(), shape.m()) : matrices(memory, shape.m(), shape.k());
    }

    private INDArray rightMatrices(NativeArray memory) {
        return shape.transposeRight() ? matrices(memory, shape.n(), shape.k()) : matrices(memory, shape.k(), shape.n());
    }

    private INDArray outMatrices(NativeArray memory) {
        return matrices(memory, shape.m(), shape.n());
    }

    private INDArray matrices(NativeArray memory, int rows, int columns) {
        return shape.count() == 1 ? memory.shaped(rows, columns) : memory.shaped(shape.count(), rows, columns);
    }

    private Arena.NativeCall product(INDArray a, INDArray b, INDArray c, boolean transposeA, boolean transposeB) {
        return arena.call(
                "matmul", new INDArray[] {a, b}, new INDArray[] {c}, transposeA ? 1 : 0, transposeB ? 1 : 0, 0);
    }

    @Override
    public void planGradients(GradientPool pool) {
        List<GradientBuffer> sources = output.gradients();
        if (sources.isEmpty()) {
            return;
        }
        INDArray slope = outMatrices(gradientSum.plan(pool, sources).memory());
        if (left.isTrained()) {
            GradientBuffer buffer = pool.take(left.elements());
            left.addGradient(buffer);
            INDArray gradient = leftMatrices(buffer.memory());
            INDArray other = rightMatrices(right.memory());
            backwardLeft = shape.transposeLeft()
                    ? product(other, slope, gradient, shape.transposeRight(), true)
                    : product(slope, other, gradient, false, !shape.transposeRight());
        }
        if (right.isTrained()) {
            GradientBuffer buffer = pool.take(right.elements());
            right.addGradient(buffer);
            INDArray gradient = rightMatrices(buffer.memory());
            INDArray other = leftMatrices(left.memory());
            backwardRight = shape.transposeRight()
                    ? product(slope, other, gradient, true, shape.transposeLeft())
                    : product(other, slope, gradient, !shape.transposeLeft(), false);
        }
        gradientSum.release(pool);
    }

    @Override
    public void forward() {
        forward.run();
    }

    @Override
    public void backward() {
        if (backwardLeft == null && backwardRight == null) {
            return;
        }
        gradientSum.run();
        if (backwardLeft != null) {
            backwardLeft.run();
        }
        if (backwardRight != null) {
            backwardRight.run();
        }
    }
}
