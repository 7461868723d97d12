package io.espalier.app.data;

import io.espalier.app.ModelFile;
import io.espalier.training.ParentCheck;
import io.espalier.training.SessionOutputs;
import io.espalier.training.Supervision;
import io.espalier.training.data.DataSplits;
import io.espalier.training.data.Dataset;
import io.espalier.training.data.Datasets;
import io.espalier.training.data.ExampleSource;
import io.espalier.training.data.Examples;
import io.espalier.training.data.PixelNormalization;
import io.espalier.training.data.SliceSpec;
import io.espalier.training.metric.EvaluatorCommand;
import io.espalier.training.metric.Metric;
import io.espalier.training.metric.Metrics;
import io.espalier.zoo.model.ModelCard;
import io.espalier.zoo.model.ModelInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data as a model reads it, and what the model is to do with it.
 *
 * @param classes names of the classes of labelled images; else empty
 * @param request what the user asked for
 * @param warnings for the user, a line each
 */
public record ModelData(
        ModelFile model, ExampleSource source, List<String> classes, DataRequest request, List<String> warnings) {
    public ModelData {
        classes = List.copyOf(classes);
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
        Datasets datasets = Datasets.of(environment)
                .withCard(model.card().orElse(null))
                .withResize(request.resize().orElse(null));
        String spec = DataSpecs.resolve(spec(model, request), workingDirectory);
        if (Datasets.isArrays(spec)) {
            ExampleSource arrays = datasets.arrays(spec, model.model().graph().inputs());
            return new ModelData(model, arrays, List.of(), request, List.of());
        }
        List<String> warnings = new ArrayList<>();
        ClassifierContract contract = ClassifierContract.of(model);
        PixelNormalization normalization = normalization(model, request, warnings);
        Dataset dataset = datasets.open(spec);
        ExampleSource images = ExampleSource.of(dataset, contract.input(), normalization);
        return new ModelData(model, images, dataset.classes(), request, warnings);
    }

    /** The three disjoint sets of a search. */
    public DataSplits splits() {
        return DataSplits.of(
                source,
                model.card().orElse(null),
                request.validation().orElse(null),
                request.test().orElse(null));
    }

    /** The examples of {@code slice}. */
    public Examples examples(SliceSpec slice) {
        return slice.of(source);
    }

    /** Examples in one run of the model: its own number, where that is fixed. */
    public int batch(int otherwise) {
        return SessionOutputs.fixedBatch(model.model().graph().inputs()).orElse(otherwise);
    }

    /** What the model learns. Throws like {@link Supervision#of}. */
    public Supervision supervision(TaskRequest task) {
        return Supervision.of(task.losses(), model.model().graph(), source.targets());
    }

    /** How good the model is. Throws like {@link Metrics#of}. */
    public Metric metric(TaskRequest task) {
        return task.evaluator()
                .<Metric>map(EvaluatorCommand::new)
                .orElseGet(() -> Metrics.of(task.metric(), model.model().graph(), source.targets(), source::train));
    }

    /** The accuracy on test examples that the model's card states, where it is of the same kind. */
    public Optional<Double> stated(Metric metric) {
        boolean ofImages = !classes.isEmpty();
        return ofImages && !metric.name().equals("top1") || metric instanceof EvaluatorCommand
                ? Optional.empty()
                : ParentCheck.stated(model.card().orElse(null), source);
    }

    private static String spec(ModelFile model, DataRequest request) {
        return request.spec()
                .or(() -> model.card().map(ModelCard::dataset))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The model (%s) has no card beside it that names its data.\nMaybe --data cifar10:DIR, --data folder:DIR or --data arrays:DIR."
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
