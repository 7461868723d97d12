package io.espalier.training.data;

import java.util.Objects;

/** Some images of another set. */
final class SubsetImages extends DerivedImages {
    private final int[] indices;

    SubsetImages(ImageSet images, int[] indices) {
        super(images);
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
    public int label(int index) {
        return super.label(indices[index]);
    }

    @Override
    public void pixels(int index, float[] target) {
        super.pixels(indices[index], target);
    }
}
