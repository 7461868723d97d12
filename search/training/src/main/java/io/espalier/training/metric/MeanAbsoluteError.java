package io.espalier.training.metric;

import io.espalier.training.Accuracy;
import io.espalier.training.data.Batch;
import io.espalier.training.data.Batches;
import io.espalier.training.data.Examples;
import io.espalier.training.data.InvalidDataException;
import io.espalier.training.data.Numbers;
import io.espalier.zoo.weights.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The mean absolute difference between an output and a target, over all their numbers. As an accuracy it is the skill score
 * {@code 1 − error / error of a guess} (Murphy, "Skill scores based on the mean square error", 1988), where the guess is
 * the mean of the training targets, for each number of a target its own: 1 is no error, 0 is no better than that guess. The
 * standard error is that of the mean over the examples.
 *
 * @param errorOfGuess mean absolute difference of the training targets from their mean, above 0
 */
record MeanAbsoluteError(String output, String target, double errorOfGuess) implements OutputMetric {
    private static final int REFERENCE = 4096;
    private static final int BATCH = 64;
    private static final long SEED = 0;

    MeanAbsoluteError {
        if (!(errorOfGuess > 0) || Double.isInfinite(errorOfGuess)) {
            throw new InvalidDataException(
                    "The targets (%s) differ from their mean by %s: an error cannot be measured against that.%nMaybe another target."
                            .formatted(target, errorOfGuess));
        }
    }

    /** Against a guess by up to 4,096 of these examples. */
    static MeanAbsoluteError against(Examples examples, String output, String target) {
        Batches batches = Batches.of(examples.sample(REFERENCE, SEED), BATCH);
        double[] means = new double[0];
        int count = 0;
        for (Batch batch : batches) {
            float[] numbers = Numbers.floats(batch.target(target));
            if (count == 0) {
                means = new double[numbers.length / batch.size()];
            }
            for (int i = 0; i < numbers.length; i++) {
                means[i % means.length] += numbers[i];
            }
            count += batch.size();
        }
        for (int i = 0; i < means.length; i++) {
            means[i] /= count;
        }
        Mean differences = new Mean();
        for (Batch batch : batches) {
            float[] numbers = Numbers.floats(batch.target(target));
            for (int i = 0; i < numbers.length; i++) {
                differences.add(Math.abs(numbers[i] - means[i % means.length]));
            }
        }
        return new MeanAbsoluteError(output, target, differences.mean());
    }

    @Override
    public String name() {
        return "mae";
    }

    @Override
    public boolean isHigherBetter() {
        return false;
    }

    @Override
    public double guessing() {
        return 0;
    }

    @Override
    public String description() {
        return OutputMetric.super.description() + ", error of a guess " + errorOfGuess;
    }

    @Override
    public Reading reading(Accuracy accuracy) {
        return new Reading(errorOfGuess * (1 - accuracy.value()), errorOfGuess * accuracy.standardError());
    }

    @Override
    public Tally tally() {
        return new Errors();
    }

    private final class Errors implements Tally {
        private final Mean errors = new Mean();
        private final List<Float> examples = new ArrayList<>();

        @Override
        public void add(Tensor said, Tensor right) {
            float[] numbers = said.floats();
            float[] wanted = Numbers.floats(right);
            if (numbers.length != wanted.length || numbers.length == 0) {
                throw new InvalidDataException(
                        "The model's output %s has shape %s, but the target %s has %s.%nMaybe another output or target: --metric mae:OUTPUT=TARGET."
                                .formatted(output, said.shape(), target, right.shape()));
            }
            int length = numbers.length / right.shape().intAt(0);
            for (int from = 0; from < numbers.length; from += length) {
                double sum = 0;
                for (int i = from; i < from + length; i++) {
                    sum += Math.abs((double) numbers[i] - wanted[i]);
                }
                errors.add(sum / length);
                examples.add((float) (1 - sum / length / errorOfGuess));
            }
        }

        @Override
        public Accuracy accuracy() {
            if (!Double.isFinite(errors.mean())) {
                throw new InvalidDataException("The model's output %s holds what is no number.".formatted(output));
            }
            return new Accuracy(
                    1 - errors.mean() / errorOfGuess, errors.standardError() / errorOfGuess, errors.count());
        }

        @Override
        public ExampleScores examples() {
            return ExampleScores.of(examples);
        }
    }
}
