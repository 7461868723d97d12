package io.espalier.training.data;

import java.util.List;
import java.util.stream.Stream;

/**
 * The built-in data: 20,000 training and 5,000 test images of 3×32×32 with one of ten figures each, generated from a
 * seed, the same on every platform. What an image shows depends on the seed and its index only, and the classes are in
 * random order but equally frequent.
 */
public final class ShapesDataset {
    /** The seed of the data that is called {@code shapes}. */
    public static final long DEFAULT_SEED = 20260101;

    private static final int TRAIN_SIZE = 20_000;
    private static final int TEST_SIZE = 5_000;

    private ShapesDataset() {}

    /** The images of {@code seed}; each is painted when first used, and kept. */
    public static Dataset of(long seed) {
        List<String> classes =
                Stream.of(ShapeKind.values()).map(ShapeKind::className).toList();
        return Dataset.of("shapes", classes, new ShapeImages(seed, 0, TRAIN_SIZE), new ShapeImages(seed, 1, TEST_SIZE));
    }
}
