package io.espalier.training.data;

import java.util.Objects;

/** Some images of another set. */
final class SubsetImages implements ImageSet {
    private final ImageSet images;
    private final int[] indices;

    SubsetImages(ImageSet images, int[] indices) {
        this.images = images;
        this.indices = indices.clone();
        for (int index : indices) {
            Objects.checkIndex(index, images.size());
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public ImageShape shape() {
        return images.shape();
    }

    @Override
    public int classes() {
        return images.classes();
    }

    @Override
    public int label(int index) {
        return images.label(indices[index]);
    }

    @Override
    public void pixels(int index, float[] target) {
        images.pixels(indices[index], target);
    }
}
