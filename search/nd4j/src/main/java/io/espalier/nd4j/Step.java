package io.espalier.nd4j;

import io.espalier.zoo.graph.Attribute;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Node;
import io.espalier.zoo.graph.Operator;
import io.espalier.zoo.transform.FakeQuantizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One operation of a plan, over named values of known size; what {@link Layer} carries out. */
sealed interface Step {

    /** The values read, each as often as it is read. */
    List<String> inputs();

    String output();

    /** The size of one image of the output. */
    Size size();

    /** Images of the output. @param ofInput those of the first input */
    default int batch(int ofInput) {
        return ofInput;
    }

    /**
     * A convolution, or a matrix product as a convolution whose kernel is the whole image.
     *
     * @param bias name of the weight; null: none
     */
    record Convolve(
            String input,
            String output,
            Size size,
            String weight,
            @Nullable String bias,
            Geometry geometry,
            int groups,
            WeightOrder order)
            implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        Convolve withBias(String newBias, String newOutput) {
            return new Convolve(input, newOutput, size, weight, newBias, geometry, groups, order);
        }
    }

    /** Names and numbers of a BatchNormalization. */
    record Norm(String scale, String bias, String mean, String variance, float epsilon, float momentum) {
        private static final float USUAL_MOMENTUM = .9f;

        static Norm of(Node node, Operator.Normalization operator, TapePlanner plan) {
            return new Norm(
                    plan.weights().name(node.input(1)),
                    plan.weights().name(node.input(2)),
                    plan.weights().name(node.input(3)),
                    plan.weights().name(node.input(4)),
                    operator.epsilon(),
                    operator.parameters().get("momentum") instanceof Attribute.Real real
                            ? real.value()
                            : USUAL_MOMENTUM);
        }
    }

    /**
     * {@code clip(norm(input) + added)}, each part optional.
     *
     * @param added name of a value of the same size
     */
    record Fuse(
            String input,
            String output,
            Size size,
            @Nullable Norm norm,
            @Nullable String added,
            @Nullable Limits limits)
            implements Step {
        @Override
        public List<String> inputs() {
            List<String> inputs = new ArrayList<>(List.of(input));
            if (added != null) {
                inputs.add(added);
            }
            return inputs;
        }
    }

    /**
     * A window of the input, or the input in a frame of zeros: output pixel (y, x) of channel c is the input's pixel
     * (y · strideY + top, x · strideX + left) of channel c + channel, or 0 where the input has none.
     */
    record Window(String input, String output, Size size, int top, int left, int strideY, int strideX, int channel)
            implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /**
     * The greatest or mean value under a moving kernel.
     *
     * @param countPad whether the mean counts padded pixels
     * @param padBottom the padding at the far sides, which the geometry does not know
     */
    record Pool(
            String input,
            String output,
            Size size,
            boolean max,
            Geometry geometry,
            boolean countPad,
            int padBottom,
            int padRight)
            implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /** The mean of all pixels. */
    record GlobalAverage(String input, String output, Size size) implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /** Channels side by side. */
    record Concatenate(List<String> inputs, String output, Size size) implements Step {
        public Concatenate {
            inputs = List.copyOf(inputs);
        }
    }

    /** A step on whole arrays, whose output is one as well. */
    sealed interface OnArrays extends Step {
        /** Numbers of the output. */
        int elements();

        @Override
        default Size size() {
            return new Size(1, 1, elements());
        }

        @Override
        default int batch(int ofInput) {
            return 1;
        }
    }

    /** A weight as a value. */
    record WeightValue(String weight, String output, int elements) implements OnArrays {
        @Override
        public List<String> inputs() {
            return List.of();
        }
    }

    /** Whole numbers that never change. */
    record Numbers(String output, Longs numbers) implements OnArrays {
        @Override
        public List<String> inputs() {
            return List.of();
        }

        @Override
        public int elements() {
            return numbers.size();
        }
    }

    /** The numbers of one value elsewhere, as so many images. */
    sealed interface Rearranged extends Step {
        String input();

        int images();

        @Override
        default List<String> inputs() {
            return List.of(input());
        }

        @Override
        default int batch(int ofInput) {
            return images();
        }
    }

    /** The same memory, taken for images of another size. */
    record Recast(String input, String output, Size size, int images) implements Rearranged {}

    /** Each number of the output is one of the input, or 0. */
    record Remap(String input, String output, Size size, int images, IndexMap map) implements Rearranged {}

    /** Each number of the input is added to one of the output. @param map from the output to the input */
    record Scatter(String input, String output, Size size, int images, IndexMap map) implements Rearranged {}

    /** A function of each number. */
    record Apply(String input, String output, Size size, Pointwise function) implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /** A function of each number that lies between two limits, which weights may hold. */
    record Limit(String input, String output, Size size, Limits limits) implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /** Each number rounded to the nearest level of one scale. */
    record Quantize(String input, String output, Size size, FakeQuantizer quantizer) implements Step {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }
    }

    /**
     * A function of two arrays, with broadcasting.
     *
     * @param leftSizes of memory, as many axes as the output has
     * @param outSizes of the output's memory
     */
    record Combine(
            Arithmetic function,
            String left,
            Longs leftSizes,
            String right,
            Longs rightSizes,
            String output,
            Longs outSizes)
            implements OnArrays {
        @Override
        public List<String> inputs() {
            return List.of(left, right);
        }

        @Override
        public int elements() {
            return Math.toIntExact(outSizes.product());
        }
    }

    /**
     * Sums, times a factor, or the greatest numbers over some axes.
     *
     * @param sizes of the input's memory
     * @param axes of memory that are reduced
     */
    record Reduce(String input, String output, Longs sizes, Set<Integer> axes, boolean greatest, float factor)
            implements OnArrays {
        public Reduce {
            axes = Set.copyOf(axes);
        }

        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public int elements() {
            long elements = 1;
            for (int axis = 0; axis < sizes.size(); axis++) {
                elements *= axes.contains(axis) ? 1 : sizes.at(axis);
            }
            return Math.toIntExact(elements);
        }
    }

    /** Softmax over the middle of three axes. */
    record Softmax(String input, String output, int outer, int length, int inner, boolean log) implements OnArrays {
        @Override
        public List<String> inputs() {
            return List.of(input);
        }

        @Override
        public int elements() {
            return outer * length * inner;
        }
    }

    /**
     * Rows normalized by themselves.
     *
     * @param bias null: none
     * @param run numbers that follow each other and have the same coefficients
     */
    record NormalizeRows(
            String input,
            String scale,
            @Nullable String bias,
            String output,
            int rows,
            int length,
            float epsilon,
            int run)
            implements OnArrays {
        @Override
        public List<String> inputs() {
            List<String> inputs = new ArrayList<>(List.of(input, scale));
            if (bias != null) {
                inputs.add(bias);
            }
            return inputs;
        }

        @Override
        public int elements() {
            return Math.multiplyExact(rows, length);
        }
    }

    /** Products of matrices. */
    record Multiply(String left, String right, String output, ProductLayer.Shape shape) implements OnArrays {
        @Override
        public List<String> inputs() {
            return List.of(left, right);
        }

        @Override
        public int elements() {
            return Math.multiplyExact(shape.count(), Math.multiplyExact(shape.m(), shape.n()));
        }
    }

    /** Arrays side by side. @param outer parts of each that alternate */
    record Join(List<String> inputs, String output, int outer, int elements) implements OnArrays {
        public Join {
            inputs = List.copyOf(inputs);
        }
    }

    /** Rows of a table. @param numbers name of the network's input that chooses them */
    record Embed(String table, String numbers, String output, int rows, int elements) implements OnArrays {
        @Override
        public List<String> inputs() {
            return List.of(table);
        }
    }
}
