package io.espalier.training;

import io.espalier.training.data.Batch;
import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;
import io.espalier.training.data.ImageExamples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.zoo.runtime.InferenceSession;
import io.espalier.zoo.weights.Tensor;

/** Runs a classifier over labelled images. The highest score wins; of equal ones the first. */
public final class AccuracyEvaluator {
    private AccuracyEvaluator() {}

    /**
     * Accuracy of an open session.
     *
     * @param batchSize images in one run; a model with a fixed batch is run with its own
     * @throws InvalidDataException when the images or their classes do not fit the model
     */
    public static Accuracy evaluate(InferenceSession session, ImageExamples images, int batchSize) {
        return evaluate(classifier(session, images), images, batchSize);
    }

    /** Accuracy of any classifier. @throws InvalidDataException when it has another number of classes */
    public static Accuracy evaluate(Classifier classifier, ImageExamples images, int batchSize) {
        int correct = 0;
        for (Batch batch : Batches.of(images, batchSize)) {
            float[][] scores = scores(classifier, batch, images);
            long[] labels = batch.target(Examples.LABELS).longs();
            for (int i = 0; i < scores.length; i++) {
                correct += best(scores[i]) == labels[i] ? 1 : 0;
            }
        }
        return Accuracy.of(correct, images.size());
    }

    /** One row of scores for each image, in the images' order. Throws like {@link #evaluate}. */
    public static float[][] logits(Classifier classifier, ImageExamples images, int batchSize) {
        float[][] all = new float[images.size()][];
        int next = 0;
        for (Batch batch : Batches.of(images, batchSize)) {
            float[][] scores = scores(classifier, batch, images);
            System.arraycopy(scores, 0, all, next, scores.length);
            next += scores.length;
        }
        return all;
    }

    /**
     * An open session as a classifier.
     *
     * @throws InvalidDataException when images of this shape and number of classes do not fit the model
     */
    public static Classifier classifier(InferenceSession session, ImageExamples images) {
        images.requireFit(session.inputs(), session.outputs());
        return new SessionClassifier(session, images.input());
    }

    /** The index of the highest score; of equal ones the first. */
    public static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private static float[][] scores(Classifier classifier, Batch batch, ImageExamples images) {
        Tensor shown = batch.inputs().get(images.input());
        if (shown == null) {
            throw new IllegalStateException("The images (%s) are not in their batch.".formatted(images.input()));
        }
        float[][] scores = classifier.scores(shown);
        int classes = images.set().classes();
        if (scores[0].length != classes) {
            throw new InvalidDataException("""
                    The model has %d classes, but the data has %d.
                    Maybe the data belongs to another model.""".formatted(scores[0].length, classes));
        }
        return scores;
    }
}
