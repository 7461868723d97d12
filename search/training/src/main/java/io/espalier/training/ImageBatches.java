package io.espalier.training;

import io.espalier.training.data.Augmentation;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.ImageShape;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.ModelGraph;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.ShapeInference;
import io.espalier.zoo.weights.Tensor;
import java.util.Map;
import java.util.Optional;

/** Labelled images in random views for a network with one image input {@code [n, c, h, w]}. */
public final class ImageBatches implements TrainingBatches {
    private static final int IMAGE_RANK = 4;

    private final String input;
    private final AugmentedImages images;
    private final int batchSize;
    private final Order order;

    /** Writes which images a step sees, and in which views. */
    @FunctionalInterface
    private interface Order {
        void write(int step, int[] indices, int[] views);
    }

    private ImageBatches(String input, AugmentedImages images, int batchSize, Order order) {
        this.input = input;
        this.images = images;
        this.batchSize = batchSize;
        if (images.images().size() < 1) {
            throw new IllegalArgumentException("There are no images to train on.");
        }
        this.order = order;
    }

    /**
     * Images in random order and random views.
     *
     * @param input name of the network's input
     */
    public static ImageBatches shuffled(String input, AugmentedImages images, int batchSize, long seed) {
        BatchOrder shuffled = new BatchOrder(Math.max(1, images.images().size()), batchSize, images.views(), seed);
        return new ImageBatches(input, images, batchSize, (step, indices, views) -> {
            synchronized (shuffled) {
                shuffled.batch(step, indices, views);
            }
        });
    }

    /** Images in their order, as they are; behind the last comes the first again. */
    public static ImageBatches inOrder(String input, ImageSet images, PixelNormalization normalization, int batchSize) {
        AugmentedImages views = new AugmentedImages(images, normalization, Augmentation.none());
        return new ImageBatches(input, views, batchSize, (step, indices, noViews) -> {
            for (int i = 0; i < batchSize; i++) {
                indices[i] = (int) (((long) step * batchSize + i) % images.size());
            }
        });
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public void requireFit(ModelGraph graph) {
        Shape read = graph.inputs().stream()
                .filter(value -> value.name().equals(input))
                .map(value -> value.type().shape())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The network has no input (%s).".formatted(input)));
        ImageShape shape = images.images().shape();
        boolean fits = read.rank() == IMAGE_RANK
                && isOrFree(read, 1, shape.channels())
                && isOrFree(read, 2, shape.height())
                && isOrFree(read, 3, shape.width());
        if (!fits) {
            throw new IllegalArgumentException("""
                    The images are %s, but the network reads %s.
                    Maybe the data set is not the one that the network was made for.""".formatted(shape, inWords(read)));
        }
        classes(graph).ifPresent(classes -> {
            if (images.images().classes() > classes) {
                throw new IllegalArgumentException("""
                        The images have %d classes, but the network tells %d apart.
                        Maybe the data set is not the one that the network was made for.""".formatted(images.images().classes(), classes));
            }
        });
    }

    private static boolean isOrFree(Shape shape, int axis, int size) {
        return !shape.dim(axis).isKnown() || shape.dim(axis).size() == size;
    }

    private static String inWords(Shape shape) {
        return shape.rank() == IMAGE_RANK
                ? "%s×%s×%s".formatted(shape.dim(1), shape.dim(2), shape.dim(3))
                : shape.toString();
    }

    /** How many classes the first output tells apart. */
    private static Optional<Long> classes(ModelGraph graph) {
        return ShapeInference.infer(graph)
                .shape(graph.outputs().get(0).name())
                .filter(shape -> shape.rank() > 1 && shape.dim(1).isKnown())
                .map(shape -> shape.dim(1).size());
    }

    @Override
    public TrainingBatch batch(int step) {
        int[] indices = new int[batchSize];
        int[] views = new int[batchSize];
        order.write(step, indices, views);
        ImageShape shape = images.images().shape();
        float[] pixels = new float[Math.multiplyExact(batchSize, shape.elements())];
        images.write(indices, views, batchSize, pixels);
        long[] labels = new long[batchSize];
        for (int i = 0; i < batchSize; i++) {
            labels[i] = images.images().label(indices[i]);
        }
        Longs sizes = Longs.of(batchSize, shape.channels(), shape.height(), shape.width());
        return new TrainingBatch(
                longs(indices),
                longs(views),
                Map.of(input, Tensor.ofFloats(sizes, pixels)),
                Map.of(TrainingBatch.LABELS, Tensor.ofLongs(Longs.of(batchSize), labels)));
    }

    private static Longs longs(int[] numbers) {
        long[] wide = new long[numbers.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = numbers[i];
        }
        return Longs.of(wide);
    }
}
