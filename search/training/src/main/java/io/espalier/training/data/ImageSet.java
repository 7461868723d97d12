package io.espalier.training.data;

/** Labelled images of one shape in a fixed order. Implementations are immutable and thread-safe. */
public interface ImageSet {

    /** Number of images; may be 0. */
    int size();

    /** Shape of each image. */
    ImageShape shape();

    /** Number of classes; labels are 0 to this − 1. */
    int classes();

    /** The class of image {@code index}. @throws IndexOutOfBoundsException outside 0..size-1 */
    int label(int index);

    /**
     * Writes the pixels of image {@code index}, 0 to 255, channels first, into {@code target}.
     *
     * @param target at least {@code shape().elements()} long
     * @throws InvalidDataException when its file turns out to be broken
     */
    void pixels(int index, float[] target);

    /** The images at {@code indices}, in that order. */
    default ImageSet subset(int... indices) {
        return new SubsetImages(this, indices);
    }

    /** The first {@code count} images of a permutation that depends on {@code seed} and the size only; all when fewer. */
    default ImageSet sample(int count, long seed) {
        return count >= size() ? this : subset(Permutation.first(count, size(), seed));
    }
}
