package io.espalier.nd4j;

import io.espalier.zoo.graph.Longs;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of two arrays, number by number, with broadcasting. */
final class ArithmeticLayer extends ArrayLayer {
    private final Arithmetic function;
    private final Operand left;
    private final Operand right;
    private final int parts;

    /** How the numbers of an operand are met, in the order of the output. @param sources null: one by one */
    private record Operand(TapeValue value, int @Nullable [] sources) {
        int source(int place) {
            return sources == null ? place : sources[place];
        }
    }

    /**
     * @param leftSizes of memory, as many axes as {@code outSizes}; 1 where the operand is repeated
     * @param outSizes of the output's memory
     */
    ArithmeticLayer(
            Workers workers,
            Scratch heap,
            Arithmetic function,
            TapeValue left,
            Longs leftSizes,
            TapeValue right,
            Longs rightSizes,
            TapeValue output,
            Longs outSizes) {
        super(workers, heap, List.of(left, right), output);
        this.function = function;
        // Where both operands have the first axis, its places have nothing to do with each other.
        boolean apart = leftSizes.at(0) == outSizes.at(0) && rightSizes.at(0) == outSizes.at(0);
        parts = apart ? outSizes.intAt(0) : 1;
        this.left = operand(left, leftSizes, outSizes);
        this.right = operand(right, rightSizes, outSizes);
    }

    private static Operand operand(TapeValue value, Longs sizes, Longs out) {
        return new Operand(value, sizes.equals(out) ? null : IndexMaps.broadcast(sizes, out));
    }

    @Override
    void forward(List<float[]> x, float[] y) {
        float[] a = x.get(0);
        float[] b = x.get(1);
        workers().run(parts, (scratch, first, last) -> {
            for (int i = start(first); i < start(last); i++) {
                y[i] = (float) function.value(a[left.source(i)], b[right.source(i)]);
            }
        });
    }

    private int start(int part) {
        return (int) ((long) elements() * part / parts);
    }

    @Override
    void backward(List<float[]> x, float[] y, float[] gradientY, List<float @Nullable []> gradientsX) {
        float[] a = x.get(0);
        float[] b = x.get(1);
        float[] gradientA = cleared(gradientsX.get(0), left);
        float[] gradientB = cleared(gradientsX.get(1), right);
        workers().run(parts, (scratch, first, last) -> {
            for (int i = start(first); i < start(last); i++) {
                int atA = left.source(i);
                int atB = right.source(i);
                if (gradientA != null) {
                    gradientA[atA] += (float) (gradientY[i] * function.leftSlope(a[atA], b[atB]));
                }
                if (gradientB != null) {
                    gradientB[atB] += (float) (gradientY[i] * function.rightSlope(a[atA], b[atB]));
                }
            }
        });
    }

    private static float @Nullable [] cleared(float @Nullable [] gradient, Operand operand) {
        if (gradient != null) {
            Arrays.fill(gradient, 0, operand.value().elements(), 0);
        }
        return gradient;
    }
}
