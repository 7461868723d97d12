package io.espalier.training;

import io.espalier.training.data.ImageShape;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Dim;
import io.espalier.zoo.graph.GraphValue;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.graph.Shape;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/**
 * A classifier that is an open session. A model whose batch is fixed is run as often as needed, the last time with
 * images of zeros behind the real ones.
 */
final class SessionClassifier implements Classifier {
    private static final int IMAGE_RANK = 4;

    private final InferenceSession session;
    private final GraphValue input;
    private final GraphValue output;

    SessionClassifier(InferenceSession session, String inputName) {
        this.session = session;
        this.input = session.inputs().stream()
                .filter(value -> value.name().equals(inputName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The model has no input (%s), only %s."
                        .formatted(
                                inputName,
                                session.inputs().stream().map(GraphValue::name).toList())));
        this.output = session.outputs().get(0);
    }

    /**
     * Compares what the model declares with the data.
     *
     * @throws InvalidDataException when the image size or the number of classes does not fit
     */
    void requireFit(ImageShape images, int classes) {
        Shape shape = input.type().shape();
        long[] wanted = {images.channels(), images.height(), images.width()};
        boolean fits = shape.rank() == IMAGE_RANK;
        for (int i = 0; fits && i < wanted.length; i++) {
            Dim dim = shape.dim(i + 1);
            fits = !dim.isKnown() || dim.size() == wanted[i];
        }
        if (!fits) {
            throw new InvalidDataException("""
                    The model's input %s is %s, but the images are %s (channels × height × width).
                    Maybe the data belongs to another model, or needs --resize SHORTER,CROP.""".formatted(input.name(), shape, images));
        }
        Shape scores = output.type().shape();
        if (scores.rank() >= 2 && scores.dim(1).isKnown()) {
            requireClasses(scores.size(1), classes);
        }
    }

    private void requireClasses(long outputs, int classes) {
        if (outputs != classes) {
            throw new InvalidDataException("""
                    The model's output %s has %d classes, but the data has %d.
                    Maybe the data belongs to another model.""".formatted(output.name(), outputs, classes));
        }
    }

    @Override
    public float[][] scores(Tensor images) {
        int count = images.shape().intAt(0);
        Dim batch = input.type().shape().dim(0);
        int size = batch.isKnown() ? Math.toIntExact(batch.size()) : count;
        if (size == count) {
            return rows(images, count);
        }
        float[][] all = new float[count][];
        int elements = images.elements() / count;
        FloatBuffer values = images.floatBuffer();
        for (int from = 0; from < count; from += size) {
            int real = Math.min(size, count - from);
            float[] part = new float[size * elements];
            values.get(from * elements, part, 0, real * elements);
            Tensor tensor = Tensor.ofFloats(images.shape().with(0, size), part);
            System.arraycopy(rows(tensor, size), 0, all, from, real);
        }
        return all;
    }

    private float[][] rows(Tensor images, int count) {
        Tensor scores =
                session.run(Map.of(input.name(), images), Set.of(output.name())).get(output.name());
        if (scores == null) {
            throw new IllegalStateException("The session did not return its output %s.".formatted(output.name()));
        }
        Longs shape = scores.shape();
        if (shape.isEmpty() || shape.at(0) != count || scores.elements() % count != 0 || moreThanOneAxis(shape)) {
            throw new InvalidDataException("""
                    The model's output %s has shape %s for %d images, not one row of class scores for each.
                    Maybe it is no classifier, or its classes are not its first output.""".formatted(output.name(), shape, count));
        }
        FloatBuffer values = scores.floatBuffer();
        float[][] rows = new float[count][scores.elements() / count];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    /** Whether the scores lie on more than one axis of size above 1. */
    private static boolean moreThanOneAxis(Longs shape) {
        int axes = 0;
        for (int i = 1; i < shape.size(); i++) {
            axes += shape.at(i) > 1 ? 1 : 0;
        }
        return axes > 1;
    }
}
