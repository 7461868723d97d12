package io.espalier.app.data;

import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.zoo.model.Resize;
import java.util.Optional;

/**
 * What the user said about data; everything may be left out.
 *
 * @param spec such as {@code cifar10:/data/cifar10}; else that of the model's card
 * @param validation images that choose
 * @param test images of the final numbers
 * @param normalization for models whose card does not tell
 */
public record DataRequest(
        Optional<String> spec,
        Optional<SliceSpec> validation,
        Optional<SliceSpec> test,
        Optional<Resize> resize,
        Optional<PixelNormalization> normalization) {

    /** This data, and everything else as the model's card says. */
    public static DataRequest of(String spec) {
        return new DataRequest(
                Optional.of(spec), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
