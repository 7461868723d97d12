package io.espalier.search.testing;

import io.espalier.training.data.DataSplits;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;
import io.espalier.training.data.PixelNormalization;
import java.util.SplittableRandom;

/** Images of noise around a mean that tells the class, 3×16×16, 10 classes. */
public record SyntheticImages(int size, long seed) implements ImageSet {
    /** Name of the network's input. */
    private static final String INPUT = "input";

    private static final ImageShape SHAPE = new ImageShape(3, 16, 16);

    /** 256 to fit, 200 to validate, 100 to test. */
    public static DataSplits splits() {
        return new DataSplits(
                examples(new SyntheticImages(256, 1)),
                examples(new SyntheticImages(200, 2)),
                examples(new SyntheticImages(100, 3)),
                "synthetic",
                "made for a test");
    }

    /** The images for a network that reads pixels of 0 to 1. */
    public static ImageExamples examples(ImageSet images) {
        return new ImageExamples(INPUT, images, PixelNormalization.ZERO_TO_ONE);
    }

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int classes() {
        return 10;
    }

    @Override
    public int label(int index) {
        return index % 10;
    }

    @Override
    public void pixels(int index, float[] target) {
        SplittableRandom random = new SplittableRandom(seed * 100_003 + index);
        for (int i = 0; i < SHAPE.elements(); i++) {
            target[i] = (float) Math.min(255, 20 * label(index) + 60 * random.nextDouble());
        }
    }
}
