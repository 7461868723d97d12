package io.espalier.training.data;

/** Images made from those of another set: as these are, but for what a subclass changes. */
public abstract class DerivedImages implements ImageSet {
    private final ImageSet images;

    protected DerivedImages(ImageSet images) {
        this.images = images;
    }

    @Override
    public int size() {
        return images.size();
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
        return images.label(index);
    }

    @Override
    public void pixels(int index, float[] target) {
        images.pixels(index, target);
    }
}
