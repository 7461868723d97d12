package io.espalier.training.data;

import io.espalier.zoo.graph.TensorType;
import java.util.Map;

/** A data set of images, for one network. */
record ImageSource(Dataset dataset, String input, PixelNormalization normalization) implements ExampleSource {

    @Override
    public String name() {
        return dataset.name();
    }

    @Override
    public Examples train() {
        return new ImageExamples(input, dataset.train(), normalization);
    }

    @Override
    public Examples test() {
        return new ImageExamples(input, dataset.test(), normalization);
    }

    @Override
    public Map<String, TensorType> targets() {
        return ImageExamples.TARGETS;
    }

    @Override
    public Augmentation augmentation() {
        return dataset.augmentation();
    }
}
