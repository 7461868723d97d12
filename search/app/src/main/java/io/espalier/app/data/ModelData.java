package io.espalier.app.data;

import io.espalier.app.ModelFile;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.ModelInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data set that fits a classifier, and how the classifier wants its images.
 *
 * @param contract input and output of the model
 * @param request what the user asked for
 * @param warnings for the user, a line each
 */
public record ModelData(
        ModelFile model,
        Dataset dataset,
        PixelNormalization normalization,
        ClassifierContract contract,
        DataRequest request,
        List<String> warnings) {
    public ModelData {
        warnings = List.copyOf(warnings);
    }

    /**
     * Opens the data of {@code request} for {@code model}.
     *
     * @param environment where {@code ESPALIER_DATA} may be set
     * @param workingDirectory what a relative folder in the request is relative to
     * @throws io.espalier.training.data.InvalidDataException when it is missing or broken
     * @throws IllegalArgumentException when neither the request nor the card says which data, or how to normalize it
     */
    public static ModelData open(
            ModelFile model, DataRequest request, Map<String, String> environment, Path workingDirectory) {
        List<String> warnings = new ArrayList<>();
        ClassifierContract contract = ClassifierContract.of(model);
        PixelNormalization normalization = normalization(model, request, warnings);
        Dataset dataset = Datasets.of(environment)
                .withCard(model.card().orElse(null))
                .withResize(request.resize().orElse(null))
                .open(DataSpecs.resolve(spec(model, request), workingDirectory));
        return new ModelData(model, dataset, normalization, contract, request, warnings);
    }

    /** The three disjoint sets of a search. */
    public DataSplits splits() {
        return DataSplits.of(
                dataset,
                model.card().orElse(null),
                request.validation().orElse(null),
                request.test().orElse(null));
    }

    /** The images of {@code slice}. */
    public ImageSet images(SliceSpec slice) {
        return slice.of(dataset);
    }

    private static String spec(ModelFile model, DataRequest request) {
        return request.spec()
                .or(() -> model.card().map(ModelCard::dataset))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The model (%s) has no card beside it that names its data.\nMaybe --data cifar10:DIR or --data folder:DIR."
                                .formatted(model.name())));
    }

    private static PixelNormalization normalization(ModelFile model, DataRequest request, List<String> warnings) {
        Optional<PixelNormalization> ofCard = model.card()
                .map(ModelCard::input)
                .filter(input ->
                        saysNormalization(input) || request.normalization().isEmpty())
                .map(PixelNormalization::of);
        if (ofCard.isPresent()
                && request.normalization().isPresent()
                && !request.normalization().equals(ofCard)) {
            warnings.add("The model's card says %s; --mean and --std are for models without a card and are not used."
                    .formatted(ofCard.get()));
        }
        return ofCard.or(request::normalization)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The model (%s) has no card beside it that says how pixels are normalized.\nMaybe --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225, as it was trained; --mean 0 --std 1 for pixels of 0 to 1."
                                .formatted(model.name())));
    }

    private static boolean saysNormalization(ModelInput input) {
        return !input.mean().isEmpty() || !input.std().isEmpty();
    }
}
