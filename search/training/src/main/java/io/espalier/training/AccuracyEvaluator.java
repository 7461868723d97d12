package io.espalier.training;

import io.espalier.training.data.Batch;
import io.espalier.training.data.Batches;
import io.espalier.training.data.ImageSet;
import io.espalier.training.data.InvalidDataException;
import io.espalier.training.data.PixelNormalization;
import io.espalier.zoo.runtime.InferenceSession;

/** Runs a classifier over labelled images. The highest score wins; of equal ones the first. */
public final class AccuracyEvaluator {
    private AccuracyEvaluator() {}

    /**
     * Accuracy of an open session.
     *
     * @param inputName the input that takes the images
     * @param batchSize images in one run; a model with a fixed batch is run with its own
     * @throws InvalidDataException when the images or their classes do not fit the model
     */
    public static Accuracy evaluate(
            InferenceSession session,
            String inputName,
            ImageSet images,
            PixelNormalization normalization,
            int batchSize) {
        return evaluate(session, inputName, Batches.of(images, normalization, batchSize));
    }

    /** Accuracy of an open session on batches that may be {@linkplain Batches#held() held} for many models. */
    public static Accuracy evaluate(InferenceSession session, String inputName, Batches batches) {
        return evaluate(fitting(session, inputName, batches), batches);
    }

    /** Accuracy of any classifier. @throws InvalidDataException when it has another number of classes */
    public static Accuracy evaluate(Classifier classifier, Batches batches) {
        int correct = 0;
        int total = 0;
        for (Batch batch : batches) {
            float[][] scores = scores(classifier, batch, batches.images().classes());
            for (int i = 0; i < scores.length; i++) {
                correct += best(scores[i]) == batch.label(i) ? 1 : 0;
            }
            total += scores.length;
        }
        return new Accuracy(correct, total);
    }

    /** One row of scores for each image, in the images' order. Throws like {@link #evaluate}. */
    public static float[][] logits(InferenceSession session, String inputName, Batches batches) {
        return logits(fitting(session, inputName, batches), batches);
    }

    /** One row of scores for each image, in the images' order. Throws like {@link #evaluate}. */
    public static float[][] logits(Classifier classifier, Batches batches) {
        float[][] all = new float[batches.images().size()][];
        int next = 0;
        for (Batch batch : batches) {
            float[][] scores = scores(classifier, batch, batches.images().classes());
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
    public static Classifier classifier(InferenceSession session, String inputName, ImageSet images) {
        SessionClassifier classifier = new SessionClassifier(session, inputName);
        classifier.requireFit(images.shape(), images.classes());
        return classifier;
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

    private static Classifier fitting(InferenceSession session, String inputName, Batches batches) {
        return classifier(session, inputName, batches.images());
    }

    private static float[][] scores(Classifier classifier, Batch batch, int classes) {
        float[][] scores = classifier.scores(batch.images());
        if (scores[0].length != classes) {
            throw new InvalidDataException("""
                    The model has %d classes, but the data has %d.
                    Maybe the data belongs to another model.""".formatted(scores[0].length, classes));
        }
        return scores;
    }
}
