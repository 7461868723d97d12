package io.espalier.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One operation of a plan, over named values of known size; what {@link Layer} carries out. */
sealed interface Step {

    /** The values read, each as often as it is read. */
    List<String> inputs();

    String output();

    /** The size of one image of the output. */
    Size size();

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
    record Norm(String scale, String bias, String mean, String variance, float epsilon, float momentum) {}

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
}
