package io.espalier.training.data;

import io.espalier.zoo.model.ModelCard;
import java.util.List;

/** Labelled images of one kind: a training and a test set with the same classes. Either may be read when first used. */
public interface Dataset {

    /** The name that users write, such as {@code cifar10}. */
    String name();

    /** Names of the classes; the label of an image is an index into it. */
    List<String> classes();

    /** Shape of every image. */
    ImageShape shape();

    /** The training file, in file order; may be empty. @throws InvalidDataException when it is broken */
    ImageSet train();

    /** The test file, in file order; may be empty. @throws InvalidDataException when it is broken */
    ImageSet test();

    /** Whether {@code card} may speak of this data: not when it names other data that Espalier knows. */
    default boolean mayBeOf(ModelCard card) {
        return Datasets.mayBe(name(), card.dataset());
    }

    /** The views of an image that show its class as well as the image itself. */
    default Augmentation augmentation() {
        return Datasets.augmentation(name());
    }

    /** A data set of these two sets. */
    static Dataset of(String name, List<String> classes, ImageSet train, ImageSet test) {
        return new LazyDataset(name, classes, train.shape(), () -> train, () -> test);
    }

    /**
     * The same images with their classes in the order of {@code names}, when these are the same names in another order;
     * otherwise this data set as it is.
     */
    default Dataset withClassOrder(List<String> names) {
        return RelabelledImages.inOrder(this, names);
    }
}
