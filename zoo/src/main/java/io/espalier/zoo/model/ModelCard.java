package io.espalier.zoo.model;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trained classifier says about itself in the JSON file beside its ONNX file.
 *
 * @param dataset the data it was trained for, such as {@code cifar10}
 * @param classes names of its outputs in order; empty when unknown
 * @param input how it wants its images
 * @param trainedOn {@code "train"}, or null when unknown
 * @param heldOut the slice of the training file that it never saw, such as {@code train[9::10]}; null: none known
 * @param accuracy share of right answers, 0 to 1, by set: {@code test}, {@code heldOut}
 * @param source where it comes from; null when unknown
 * @param licence of the weights; null when unknown
 * @param other all other fields of the file, as plain maps, lists, text, numbers and truth values; kept when written
 */
public record ModelCard(
        String dataset,
        List<String> classes,
        ModelInput input,
        @Nullable String trainedOn,
        @Nullable String heldOut,
        Map<String, Double> accuracy,
        @Nullable String source,
        @Nullable String licence,
        Map<String, Object> other) {
    public ModelCard {
        if (dataset.isBlank()) {
            throw new IllegalArgumentException("The dataset of a model card is empty.");
        }
        classes = List.copyOf(classes);
        accuracy = Collections.unmodifiableMap(new LinkedHashMap<>(accuracy));
        other = Collections.unmodifiableMap(new LinkedHashMap<>(other));
        accuracy.forEach((set, value) -> {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(
                        "The accuracy on %s (%s) must be a share from 0 to 1.".formatted(set, value));
            }
        });
    }

    /** A card with only what must be known. */
    public static ModelCard of(String dataset, ModelInput input) {
        return new ModelCard(dataset, List.of(), input, null, null, Map.of(), null, null, Map.of());
    }

    /**
     * Reads a card.
     *
     * @throws io.espalier.zoo.graph.InvalidModelException when the file is no model card
     */
    public static ModelCard read(Path file) {
        return ModelCardFile.read(file);
    }

    /**
     * The card of an ONNX file: {@code NAME.json} beside {@code NAME.onnx}, else {@code card.json} in its folder, as
     * search results have it.
     *
     * @throws io.espalier.zoo.graph.InvalidModelException when there is such a file, but it is no model card
     */
    public static Optional<ModelCard> beside(Path onnxFile) {
        return ModelCardFile.beside(onnxFile);
    }

    /** Where the card of an ONNX file is written: {@code NAME.json} beside it. */
    public static Path fileOf(Path onnxFile) {
        return ModelCardFile.of(onnxFile);
    }

    /** The card of a network that was made of this one: it reads the same, but knows other things. */
    public ModelCard with(Map<String, Double> newAccuracy, String newSource, Map<String, Object> newOther) {
        return new ModelCard(dataset, classes, input, trainedOn, heldOut, newAccuracy, newSource, licence, newOther);
    }

    /** The card as a JSON document. */
    public String toJson() {
        return ModelCardFile.toJson(this);
    }

    /** Writes the card, whole or not at all. @throws java.io.UncheckedIOException when the disk refuses */
    public void write(Path file) {
        ModelCardFile.write(this, file);
    }

    /** Accuracy on the test set, 0 to 1, when it is stated. */
    public Optional<Double> testAccuracy() {
        return Optional.ofNullable(accuracy.get("test"));
    }
}
