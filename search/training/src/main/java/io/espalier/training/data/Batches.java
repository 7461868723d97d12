package io.espalier.training.data;

import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The images of a set in order, normalized, a batch at a time; the last batch may be smaller. Thread-safe. */
public final class Batches implements Iterable<Batch> {
    private final ImageSet images;
    private final PixelNormalization normalization;
    private final int batchSize;
    private final List<Batch> held;

    private Batches(ImageSet images, PixelNormalization normalization, int batchSize, List<Batch> held) {
        this.images = images;
        this.normalization = normalization;
        this.batchSize = batchSize;
        this.held = held;
    }

    /** Batches that are made anew whenever they are iterated. */
    public static Batches of(ImageSet images, PixelNormalization normalization, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("The batch size (%d) must be at least 1.".formatted(batchSize));
        }
        return new Batches(images, normalization, batchSize, List.of());
    }

    /** The same batches made once and kept: 4 bytes for each value of each image. */
    public Batches held() {
        List<Batch> all = new ArrayList<>();
        forEach(all::add);
        return new Batches(images, normalization, batchSize, List.copyOf(all));
    }

    /** The images that the batches are made of. */
    public ImageSet images() {
        return images;
    }

    public int batchSize() {
        return batchSize;
    }

    @Override
    public Iterator<Batch> iterator() {
        return held.isEmpty() ? new Maker() : held.iterator();
    }

    /** The batches as feeds of a network's input. */
    public Iterable<Map<String, Tensor>> feeds(String inputName) {
        return () -> {
            Iterator<Batch> batches = iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return batches.hasNext();
                }

                @Override
                public Map<String, Tensor> next() {
                    return Map.of(inputName, batches.next().images());
                }
            };
        };
    }

    private Batch batch(int from, int count) {
        ImageShape shape = images.shape();
        float[] values = new float[Math.multiplyExact(count, shape.elements())];
        float[] image = new float[shape.elements()];
        long[] labels = new long[count];
        for (int i = 0; i < count; i++) {
            images.pixels(from + i, image);
            normalization.apply(image, 0, shape);
            System.arraycopy(image, 0, values, i * image.length, image.length);
            labels[i] = images.label(from + i);
        }
        Longs sizes = Longs.of(count, shape.channels(), shape.height(), shape.width());
        return new Batch(Tensor.ofFloats(sizes, values), Longs.of(labels));
    }

    private final class Maker implements Iterator<Batch> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < images.size();
        }

        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            int from = next;
            next = Math.min(images.size(), from + batchSize);
            return batch(from, next - from);
        }
    }
}
