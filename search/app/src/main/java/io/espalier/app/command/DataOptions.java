package io.espalier.app.command;

import io.espalier.app.ModelFile;
import io.espalier.app.data.DataRequest;
import io.espalier.app.data.ModelData;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.zoo.model.Resize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command that reads data understands. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "SPEC",
            description =
                    "shapes, cifar10:DIR, cifar100:DIR, fashion-mnist:DIR, folder:DIR or arrays:DIR; without :DIR it is looked up in $$ESPALIER_DATA/NAME. Default: the dataset of the model's card.")
    private @Nullable String data;

    @Option(
            names = "--val",
            paramLabel = "SLICE",
            description = "Examples that choose, such as train[9::10]; default: what the card says was held out.")
    private @Nullable String validation;

    @Option(
            names = "--test",
            paramLabel = "SLICE",
            description =
                    "Examples of the final numbers, such as test[1::2]; default: the test examples that do not choose.")
    private @Nullable String test;

    @Option(
            names = "--mean",
            paramLabel = "M,M,M",
            description = "Mean of each channel at pixels of 0 to 1, for a model whose card does not say; with --std.")
    private @Nullable String mean;

    @Option(names = "--std", paramLabel = "S,S,S", description = "Standard deviation of each channel; with --mean.")
    private @Nullable String std;

    @Option(
            names = "--resize",
            paramLabel = "SHORTER,CROP",
            description = "Resize the shorter side of images in a folder and crop the centre, such as 256,224.")
    private @Nullable String resize;

    /** What was said. @throws IllegalArgumentException when it is malformed */
    DataRequest request() {
        if ((mean == null) != (std == null)) {
            throw new IllegalArgumentException(
                    "--mean and --std belong together.\nMaybe --mean 0 --std 1 for pixels of 0 to 1.");
        }
        return new DataRequest(
                Optional.ofNullable(data),
                Optional.ofNullable(validation).map(SliceSpec::parse),
                Optional.ofNullable(test).map(SliceSpec::parse),
                Optional.ofNullable(resize).map(Resize::parse),
                mean == null || std == null ? Optional.empty() : Optional.of(PixelNormalization.parse(mean, std)));
    }

    /** The data for {@code model}; warnings go to standard error. Throws like {@link ModelData#open}. */
    ModelData open(ModelFile model, Surroundings surroundings) {
        ModelData opened =
                ModelData.open(model, request(), surroundings.environment(), surroundings.workingDirectory());
        opened.warnings().forEach(surroundings::say);
        return opened;
    }
}
