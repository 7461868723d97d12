package io.espalier.training.metric;

import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.graph.Longs;
import io.espalier.zoo.weights.Tensor;

/**
 * Scores {@code [n, classes]} or {@code [n, classes, places...]} with the class numbers that are right; a negative one does
 * not count.
 */
final class ClassScores {
    private final float[] scores;
    private final long[] labels;
    private final int examples;
    private final int classes;
    private final int places;

    /** @param output named in messages @throws InvalidDataException when they do not fit each other */
    ClassScores(String output, Tensor said, Tensor right, int classes) {
        this.scores = said.floats();
        this.labels = right.longs();
        this.classes = classes;
        this.examples = right.shape().intAt(0);
        this.places = labels.length / Math.max(1, examples);
        Longs shape = said.shape();
        boolean fits = shape.at(0) == examples && scores.length == (long) examples * classes * places;
        if (!fits || places > 1 && shape.at(1) != classes) {
            throw new InvalidDataException(
                    "The model's output %s has shape %s, but there are labels of shape %s for %d classes.%nMaybe another output or target: --metric NAME:OUTPUT=TARGET."
                            .formatted(output, shape, right.shape(), classes));
        }
        for (long label : labels) {
            if (label >= classes) {
                throw new InvalidDataException(
                        "The label (%d) is none of the %d classes of the output %s.%nMaybe the data belongs to another model."
                                .formatted(label, classes, output));
            }
        }
    }

    int examples() {
        return examples;
    }

    /** How many labels an example has. */
    int places() {
        return places;
    }

    /** The right class; negative where it does not count. */
    int label(int example, int place) {
        return (int) labels[example * places + place];
    }

    private float score(int example, int aClass, int place) {
        return scores[(example * classes + aClass) * places + place];
    }

    /** How many classes are ahead of the right one: of equal scores the first is, and what is no number is always. */
    int ahead(int example, int place) {
        int right = label(example, place);
        float own = score(example, right, place);
        int ahead = 0;
        for (int c = 0; c < classes; c++) {
            float other = score(example, c, place);
            boolean behind = other < own || other == own && c > right;
            ahead += c == right || behind ? 0 : 1;
        }
        return ahead;
    }

    /** The class of the highest score; of equal ones the first. */
    int best(int example, int place) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (score(example, c, place) > score(example, best, place)) {
                best = c;
            }
        }
        return best;
    }
}
