package io.espalier.training.data;

import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.model.ModelCard;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** All examples of some data, as one model reads them. Either file may be read when first used. */
public interface ExampleSource {

    /** The name that users write, such as {@code cifar10}. */
    String name();

    /** The training file, in file order; may be empty. @throws InvalidDataException when it is broken */
    Examples train();

    /** The test file, in file order; may be empty. @throws InvalidDataException when it is broken */
    Examples test();

    /** Types of the targets by name, as {@link Examples#targets()}. */
    Map<String, TensorType> targets();

    /** The views of an example that mean the same as the example itself. */
    Augmentation augmentation();

    /** Whether {@code card} may speak of this data: not when it names other data that Espalier knows. */
    default boolean mayBeOf(ModelCard card) {
        return Datasets.mayBe(name(), card.dataset());
    }

    /** Labelled images for a network whose image input is called {@code input}. */
    static ExampleSource of(Dataset dataset, String input, PixelNormalization normalization) {
        return new ImageSource(dataset, input, normalization);
    }

    /**
     * Arrays in {@code folder/train} and {@code folder/test}, for a network of these inputs.
     *
     * @throws InvalidDataException when there is no such folder
     */
    static ExampleSource arrays(Path folder, List<GraphValue> inputs) {
        DataFiles.requireFolder(folder, Datasets.ARRAYS);
        return new ArraySource(folder, inputs);
    }
}
