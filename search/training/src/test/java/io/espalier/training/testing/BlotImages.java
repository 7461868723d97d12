package io.espalier.training.testing;

import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;
import java.util.SplittableRandom;

/** Noisy 3×8×8 images with a bright blot; the class, 0 to 2, is the blot's colour. A tiny network learns them. */
public record BlotImages(int size, long seed) implements ImageSet {
    private static final ImageShape SHAPE = new ImageShape(3, 8, 8);
    private static final int BLOT = 3;

    @Override
    public ImageShape shape() {
        return SHAPE;
    }

    @Override
    public int classes() {
        return 3;
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public void pixels(int index, float[] target) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        for (int i = 0; i < SHAPE.elements(); i++) {
            target[i] = random.nextInt(120);
        }
        int top = random.nextInt(SHAPE.height() - BLOT);
        int left = random.nextInt(SHAPE.width() - BLOT);
        for (int y = top; y < top + BLOT; y++) {
            for (int x = left; x < left + BLOT; x++) {
                target[(label(index) * SHAPE.height() + y) * SHAPE.width() + x] = 255;
            }
        }
    }
}
