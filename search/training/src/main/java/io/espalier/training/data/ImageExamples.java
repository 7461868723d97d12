package io.espalier.training.data;

import io.espalier.zoo.graph.DataType;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.graph.TensorType;
import io.espalier.zoo.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Labelled images as a network with one image input {@code [n, c, h, w]} reads them: normalized, and shifted or mirrored
 * where they are augmented. What a shift draws in is black.
 */
public final class ImageExamples implements Examples {
    static final Map<String, TensorType> TARGETS =
            Map.of(LABELS, new TensorType(DataType.INT64, new Shape(List.of(Dim.symbol("N")))));

    private final String input;
    private final ImageSet images;
    private final PixelNormalization normalization;
    private final Augmentation augmentation;
    private final float[] black;

    /** Images as they are. @param input name of the network's input */
    public ImageExamples(String input, ImageSet images, PixelNormalization normalization) {
        this(input, images, normalization, Augmentation.none());
    }

    private ImageExamples(String input, ImageSet images, PixelNormalization normalization, Augmentation augmentation) {
        this.input = input;
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

    /** Name of the network's input. */
    public String input() {
        return input;
    }

    /** The images with pixels of 0 to 255. */
    public ImageSet set() {
        return images;
    }

    public PixelNormalization normalization() {
        return normalization;
    }

    @Override
    public Optional<ImageExamples> images() {
        return Optional.of(this);
    }

    @Override
    public int size() {
        return images.size();
    }

    @Override
    public int views() {
        return augmentation.views();
    }

    @Override
    public String presentation() {
        return normalization.toString();
    }

    @Override
    public Map<String, TensorType> targets() {
        return TARGETS;
    }

    @Override
    public ImageExamples subset(int... indices) {
        return new ImageExamples(input, images.subset(indices), normalization, augmentation);
    }

    @Override
    public ImageExamples augmented(Augmentation views) {
        return new ImageExamples(input, images, normalization, views);
    }

    @Override
    public Batch batch(int[] indices, int[] viewNumbers) {
        ImageShape shape = images.shape();
        float[] image = new float[shape.elements()];
        float[] values = new float[Math.multiplyExact(indices.length, shape.elements())];
        long[] labels = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            images.pixels(indices[i], image);
            normalization.apply(image, 0, shape);
            augmentation.apply(
                    viewNumbers[i], image, shape.height(), shape.width(), black, values, i * shape.elements());
            labels[i] = images.label(indices[i]);
        }
        Longs sizes = Longs.of(indices.length, shape.channels(), shape.height(), shape.width());
        return new Batch(
                Map.of(input, Tensor.ofFloats(sizes, values)),
                Map.of(LABELS, Tensor.ofLongs(Longs.of(indices.length), labels)));
    }

    @Override
    public void requireFit(List<GraphValue> inputs, List<GraphValue> outputs) {
        GraphValue read = inputs.stream()
                .filter(value -> value.name().equals(input))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The model has no input (%s), only %s."
                        .formatted(input, inputs.stream().map(GraphValue::name).toList())));
        ImageShape shape = images.shape();
        if (!RowShapes.fit(read.type().shape(), Longs.of(1, shape.channels(), shape.height(), shape.width()))) {
            throw new InvalidDataException("""
                    The model's input %s is %s, but the images are %s (channels × height × width).
                    Maybe the data belongs to another model, or needs --resize SHORTER,CROP.""".formatted(input, read.type().shape(), shape));
        }
        GraphValue scores = outputs.get(0);
        Shape classes = scores.type().shape();
        if (classes.rank() >= 2 && classes.dim(1).isKnown() && classes.size(1) != images.classes()) {
            throw new InvalidDataException("""
                    The model's output %s has %d classes, but the data has %d.
                    Maybe the data belongs to another model.""".formatted(scores.name(), classes.size(1), images.classes()));
        }
    }
}
