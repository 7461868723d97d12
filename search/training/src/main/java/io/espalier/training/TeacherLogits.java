package io.espalier.training;

import io.espalier.training.data.Augmentation;

/**
 * What a teacher says about the training images, by image and view. The numbers depend on image and view alone, not on
 * who asked before. Thread-safe.
 */
public interface TeacherLogits {

    /** Number of logits an image. */
    int classes();

    /**
     * Looks up the logits of some images.
     *
     * @param images indices into the image set that is trained on
     * @param views of each image, the number of its view by {@link Augmentation}
     * @param target receives one row of {@link #classes} logits an image
     */
    void logits(int[] images, int[] views, float[] target);
}
