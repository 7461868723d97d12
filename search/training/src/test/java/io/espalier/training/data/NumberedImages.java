package io.espalier.training.data;

import java.util.ArrayList;
import java.util.List;

/** Images of one pixel, which shows the image's number; its class is the number modulo the classes. */
record NumberedImages(int first, int size, int classes) implements ImageSet {

    /** Training images 0 to train-1, test images from 1000 on, of 4 classes. */
    static Dataset dataset(int train, int test) {
        return Dataset.of(
                "numbers",
                List.of("a", "b", "c", "d"),
                new NumberedImages(0, train, 4),
                new NumberedImages(1000, test, 4));
    }

    static List<Integer> numbers(ImageSet images) {
        List<Integer> numbers = new ArrayList<>();
        float[] pixel = new float[1];
        for (int i = 0; i < images.size(); i++) {
            images.pixels(i, pixel);
            numbers.add((int) pixel[0]);
        }
        return numbers;
    }

    @Override
    public ImageShape shape() {
        return new ImageShape(1, 1, 1);
    }

    @Override
    public int label(int index) {
        return (first + index) % classes;
    }

    @Override
    public void pixels(int index, float[] target) {
        target[0] = first + index;
    }
}
