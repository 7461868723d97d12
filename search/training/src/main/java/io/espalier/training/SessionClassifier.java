package io.espalier.training;

import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** A classifier that is an open session; its first output holds the scores. */
final class SessionClassifier implements Classifier {
    private final SessionOutputs outputs;
    private final String input;
    private final String output;

    SessionClassifier(InferenceSession session, String input) {
        this.input = input;
        this.output = session.outputs().get(0).name();
        this.outputs = new SessionOutputs(session, Set.of(output));
    }

    @Override
    public float[][] scores(Tensor images) {
        Tensor scores = outputs.of(Map.of(input, images)).get(output);
        if (scores == null) {
            throw new IllegalStateException("The session did not return its output %s.".formatted(output));
        }
        int count = images.shape().intAt(0);
        Longs shape = scores.shape();
        if (shape.isEmpty() || shape.at(0) != count || scores.elements() % count != 0 || moreThanOneAxis(shape)) {
            throw new InvalidDataException("""
                    The model's output %s has shape %s for %d images, not one row of class scores for each.
                    Maybe it is no classifier, or its classes are not its first output.""".formatted(output, shape, count));
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
