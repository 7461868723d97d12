package io.espalier.training.data;

import io.espalier.zoo.model.ModelInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a network's input of pixels of 0 to 255: {@code (x / scale - mean) / std} for each channel, in single precision
 * as the common trainers do.
 *
 * @param scale above 0
 * @param mean one value per channel, or one for all
 * @param std one value per channel above 0, or one for all
 */
public record PixelNormalization(double scale, List<Double> mean, List<Double> std) {
    /** Pixels of 0 to 1, nothing else. */
    public static final PixelNormalization ZERO_TO_ONE = new PixelNormalization(255, List.of(0.0), List.of(1.0));

    public PixelNormalization {
        // The checks of numbers are those of a model card.
        ModelInput checked = new ModelInput(null, null, scale, mean, std, null);
        mean = checked.mean().isEmpty() ? List.of(0.0) : checked.mean();
        std = checked.std().isEmpty() ? List.of(1.0) : checked.std();
    }

    /** What a model card asks for. */
    public static PixelNormalization of(ModelInput input) {
        return new PixelNormalization(input.scale(), input.mean(), input.std());
    }

    /**
     * Pixels of 0 to 1 with the mean and standard deviation of {@code --mean 0.49,0.48,0.45 --std 0.25,0.24,0.26}.
     *
     * @throws IllegalArgumentException when they are no numbers separated by commas
     */
    public static PixelNormalization parse(String mean, String std) {
        return new PixelNormalization(255, numbers("mean", mean), numbers("std", std));
    }

    private static List<Double> numbers(String option, String text) {
        List<Double> numbers = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            try {
                numbers.add(Double.valueOf(part.strip()));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("""
                        The --%s (%s) is not a list of numbers.
                        Maybe --%s 0.485,0.456,0.406: one number per channel, separated by commas.""".formatted(option, text, option), e);
            }
        }
        return numbers;
    }

    /**
     * Normalizes one image in place, from {@code offset} on.
     *
     * @throws InvalidDataException when the channels are not as many as the means
     */
    public void apply(float[] values, int offset, ImageShape shape) {
        check(mean.size(), shape);
        check(std.size(), shape);
        int plane = shape.height() * shape.width();
        float divisor = (float) scale;
        for (int channel = 0; channel < shape.channels(); channel++) {
            float center = mean.get(mean.size() == 1 ? 0 : channel).floatValue();
            float spread = std.get(std.size() == 1 ? 0 : channel).floatValue();
            int from = offset + channel * plane;
            for (int i = from; i < from + plane; i++) {
                values[i] = (values[i] / divisor - center) / spread;
            }
        }
    }

    private void check(int count, ImageShape shape) {
        if (count != 1 && count != shape.channels()) {
            throw new InvalidDataException("""
                    The normalization has %d channels (mean %s, std %s), but the images are %s.
                    Maybe the model card or --mean and --std belong to other images.""".formatted(count, mean, std, shape));
        }
    }

    @Override
    public String toString() {
        return "(x/%s - %s)/%s".formatted(scale == Math.rint(scale) ? (Object) (long) scale : scale, mean, std);
    }
}
