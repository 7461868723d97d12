package io.espalier.zoo.model;

import io.espalier.zoo.graph.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a network wants its images: a pixel x of 0 to 255 becomes {@code (x / scale - mean) / std}, channels first, RGB.
 *
 * @param name the input's name; null: the network's only one
 * @param shape {@code [N, channels, height, width]}; null when unknown
 * @param scale what pixels are divided by, above 0
 * @param mean one value per channel, or one for all; empty: 0
 * @param std one value per channel above 0, or one for all; empty: 1
 * @param resize how images of another size are made to fit; null: they are an error
 */
public record ModelInput(
        @Nullable String name,
        @Nullable Shape shape,
        double scale,
        List<Double> mean,
        List<Double> std,
        @Nullable Resize resize) {
    public ModelInput {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("The scale (%s) must be above 0.".formatted(scale));
        }
        for (double value : std) {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("The std (%s) must be above 0.".formatted(std));
            }
        }
        for (double value : mean) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("The mean (%s) must be numbers.".formatted(mean));
            }
        }
        if (mean.size() > 1 && std.size() > 1 && mean.size() != std.size()) {
            throw new IllegalArgumentException("The mean (%s) and the std (%s) differ in length.".formatted(mean, std));
        }
    }
}
