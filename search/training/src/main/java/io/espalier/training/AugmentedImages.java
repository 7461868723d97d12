package io.espalier.training;

import io.espalier.training.data.Augmentation;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;
import io.espalier.training.data.PixelNormalization;

/**
 * The views of a set of images as a network reads them: shifted, mirrored, normalized. What a shift draws in is black.
 * Thread-safe.
 */
public final class AugmentedImages {
    private final ImageSet images;
    private final PixelNormalization normalization;
    private final Augmentation augmentation;
    private final float[] black;

    public AugmentedImages(ImageSet images, PixelNormalization normalization, Augmentation augmentation) {
        this.images = images;
        this.normalization = normalization;
        this.augmentation = augmentation;
        ImageShape shape = images.shape();
        float[] blackImage = new float[shape.elements()];
        normalization.apply(blackImage, 0, shape);
        black = new float[shape.channels()];
        for (int channel = 0; channel < black.length; channel++) {
            black[channel] = blackImage[channel * shape.height() * shape.width()];
        }
    }

    public ImageSet images() {
        return images;
    }

    /** How many views an image has. */
    public int views() {
        return augmentation.views();
    }

    /**
     * Writes views one after the other, channels first.
     *
     * @param indices of the images
     * @param viewNumbers of each image, which view
     * @param count how many of both to write
     */
    public void write(int[] indices, int[] viewNumbers, int count, float[] target) {
        ImageShape shape = images.shape();
        float[] image = new float[shape.elements()];
        for (int i = 0; i < count; i++) {
            images.pixels(indices[i], image);
            normalization.apply(image, 0, shape);
            augmentation.apply(
                    viewNumbers[i], image, shape.height(), shape.width(), black, target, i * shape.elements());
        }
    }
}
